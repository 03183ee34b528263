extension HTMLReport {
    /// Shows only the checks that have every word of the search, and opens the topics they are in.
    static let script = """
        (() => {
          const box = document.querySelector(".search");
          if (!box) return;
          const input = document.getElementById("search"), found = document.getElementById("found");
          const checks = [...document.querySelectorAll(".check")].map(element => {
            const topic = element.closest("details.topic");
            const place = topic ? topic.querySelector(".name").textContent + "/" : "";
            return { element, topic, text: (place + element.textContent).replace(/\\u00a0/g, " ").toLowerCase() };
          });
          const topics = [...document.querySelectorAll("details.topic")];
          let opened = null;
          const search = () => {
            const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
            if (words.length && !opened) opened = topics.map(topic => topic.open);
            const hits = new Map();
            let count = 0;
            for (const check of checks) {
              const fits = words.every(word => check.text.includes(word));
              check.element.hidden = !fits;
              if (fits && check.topic) { hits.set(check.topic, true); count++; }
            }
            topics.forEach((topic, index) => {
              topic.hidden = words.length > 0 && !hits.has(topic);
              if (words.length) topic.open = count <= 400 && hits.has(topic);
              else if (opened) topic.open = opened[index];
            });
            if (!words.length) opened = null;
            for (const section of document.querySelectorAll("#troubles, #requirements")) {
              section.hidden = !section.querySelector(".check:not([hidden])");
            }
            found.textContent = words.length ? (count === 1 ? "1 check" : count + " checks") : "";
          };
          box.hidden = false;
          input.addEventListener("input", search);
          addEventListener("keydown", event => {
            if (event.key === "/" && document.activeElement !== input) { event.preventDefault(); input.focus(); }
          });
          search();
        })();
        """
}
