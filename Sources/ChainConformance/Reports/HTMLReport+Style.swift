extension HTMLReport {
    /// Colours are chosen for a contrast of 4.5 to 1 and more on their ground, in light and dark.
    static let style = """
        :root { --ground: #f6f7f9; --card: #fff; --line: #dde1e7; --ink: #1b2430; --soft: #556070; --code: #f1f3f6;
          --passed: #1a7f45; --failed: #c02626; --error: #a04a00; --not_offered: #5b6675; --not_run: #5b6675;
          --passed-soft: #def3e5; --failed-soft: #fde4e2; --error-soft: #ffeacc; --idle-soft: #e8ebf0; --focus: #1e63d0; }
        @media (prefers-color-scheme: dark) { :root { --ground: #12161c; --card: #1a2028; --line: #323b47; --ink: #e7ebf0;
          --soft: #a3afbd; --code: #131920; --passed: #62d08f; --failed: #ff8f87; --error: #ffb765; --not_offered: #a9b4c2;
          --not_run: #a9b4c2; --passed-soft: #173626; --failed-soft: #43201f; --error-soft: #41300f; --idle-soft: #2a323d;
          --focus: #7db3ff; } }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
          -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
        h1, h2, h3, p, dl, dd, ul, figure { margin: 0; padding: 0; }
        ul { list-style: none; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .85em; }
        :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
        header { background: var(--card); border: 1px solid var(--line); border-top: 6px solid var(--verdict); border-radius: 10px;
          padding: 1.25rem 1.5rem 1.5rem; }
        body.passed { --verdict: var(--passed); --verdict-soft: var(--passed-soft); }
        body.failed { --verdict: var(--failed); --verdict-soft: var(--failed-soft); }
        body.not_made { --verdict: var(--error); --verdict-soft: var(--error-soft); }
        .kind { color: var(--soft); font-size: .9rem; }
        h1 { font-size: clamp(1.4rem, 4.5vw, 2rem); line-height: 1.25; margin: .35rem 0 1rem; display: flex; align-items: center; gap: .6rem; }
        .mark { flex: none; width: 1.6em; height: 1.6em; border-radius: 50%; display: grid; place-items: center; font-size: .8em;
          color: var(--verdict); background: var(--verdict-soft); }
        .notice { background: var(--error-soft); border-radius: 6px; padding: .5rem .75rem; margin-bottom: 1rem; }
        header dl { display: flex; flex-wrap: wrap; gap: .75rem 2rem; }
        dt, figcaption { color: var(--soft); font-size: .8rem; }
        header code { font-size: .8rem; }
        .counts { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.25rem; }
        .counts li { border-radius: 8px; padding: .5rem .9rem; background: var(--idle-soft); color: var(--not_run); }
        .counts b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .counts .passed { background: var(--passed-soft); color: var(--passed); }
        .counts .failed { background: var(--failed-soft); color: var(--failed); }
        .counts .error { background: var(--error-soft); color: var(--error); }
        .counts .none { background: var(--idle-soft); color: var(--not_run); }
        .search { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 1rem; padding: .75rem 0; margin-top: .75rem;
          background: var(--ground); }
        .search input { flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
          border-radius: 8px; padding: .55rem .8rem; }
        .search input::placeholder { color: var(--soft); opacity: 1; }
        .search output { color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; }
        .search output:empty { display: none; }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1rem; }
        nav a { color: var(--focus); }
        section { margin-top: 2rem; scroll-margin-top: 4.5rem; }
        h2 { font-size: 1.2rem; margin-bottom: .6rem; }
        .hint, .why, .note { color: var(--soft); }
        .hint { margin: -.4rem 0 .75rem; font-size: .9rem; }
        .badge { display: inline-block; border-radius: 1em; padding: 0 .6em; font-size: .8rem; line-height: 1.6; font-weight: 600; white-space: nowrap;
          background: var(--idle-soft); color: var(--not_run); }
        .badge.passed { background: var(--passed-soft); color: var(--passed); }
        .badge.failed { background: var(--failed-soft); color: var(--failed); }
        .badge.error { background: var(--error-soft); color: var(--error); }
        article { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--failed); border-radius: 8px;
          padding: 1rem 1.25rem; margin-bottom: 1rem; }
        article.error { border-left-color: var(--error); }
        h3 { font-size: 1rem; line-height: 1.6; }
        h3 .topic { color: var(--soft); font-weight: 400; }
        h3 .topic::after { content: " /"; }
        .demand { margin-top: .5rem; }
        .problems { margin: .6rem 0; }
        .problems li { border-left: 3px solid var(--line); padding-left: .75rem; white-space: pre-wrap; }
        .problems li + li { margin-top: .3rem; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 0 1rem; }
        pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; margin: .2rem 0 .75rem; padding: .6rem .75rem;
          max-height: 28rem; overflow: auto; white-space: pre-wrap; }
        .remarks { display: grid; grid-template-columns: auto 1fr; gap: .15rem .9rem; align-items: baseline; }
        table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        th, td { text-align: left; vertical-align: top; padding: .7rem .9rem; border-top: 1px solid var(--line); }
        thead th { border-top: 0; color: var(--soft); font-size: .8rem; font-weight: 400; padding-block: .4rem; }
        tbody th { white-space: nowrap; }
        td:nth-child(2) { width: 48%; }
        .why { font-size: .875rem; margin-top: .2rem; }
        .outcomes li { margin-bottom: .3rem; font-size: .9rem; }
        details.topic { background: var(--card); border: 1px solid var(--line); border-bottom-width: 0; }
        details.topic:last-child { border-bottom-width: 1px; }
        summary { cursor: pointer; display: grid; grid-template-columns: minmax(9rem, 24rem) minmax(5rem, 1fr) minmax(8rem, auto) 5rem; gap: 0 1rem;
          align-items: center; padding: .5rem .9rem; }
        summary::-webkit-details-marker { display: none; }
        summary .name::before { content: "▸"; color: var(--soft); display: inline-block; width: 1.1em; text-indent: 0; }
        details[open] > summary .name::before { content: "▾"; }
        summary:hover { background: var(--code); }
        .name { font-weight: 600; padding-left: 1.1em; text-indent: -1.1em; }
        .tally, .time { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
        summary .time { text-align: right; }
        header .time { color: inherit; font-size: inherit; }
        .bar { display: flex; gap: 2px; height: .6rem; border-radius: .3rem; overflow: hidden; background: var(--idle-soft); }
        .bar i { min-width: 4px; background: var(--not_run); }
        .bar .passed { background: var(--passed); }
        .bar .failed { background: var(--failed); }
        .bar .error { background: var(--error); }
        .bar .not_offered, .bar .not_run { background: var(--idle-soft); }
        .checks { border-top: 1px solid var(--line); padding: .4rem .9rem .6rem; font-size: .9rem; content-visibility: auto;
          contain-intrinsic-size: auto 40rem; }
        .checks li { padding: .12rem 0; }
        @media (max-width: 44rem) {
          body { padding: .75rem .75rem 3rem; }
          header { padding: 1rem; }
          thead { display: none; }
          tr, tbody th, td { display: block; width: auto !important; }
          tbody tr { border-top: 1px solid var(--line); padding: .6rem .9rem; }
          tbody tr:first-child { border-top: 0; }
          tbody th, td { border: 0; padding: .1rem 0; }
          td + td { padding-top: .5rem; }
          article { padding: .8rem .9rem; }
          summary { grid-template-columns: 1fr auto; gap: .1rem 1rem; }
          summary .name, summary .bar { grid-column: 1 / -1; }
        }
        @media print {
          :root { --ground: #fff; --card: #fff; --code: #fff; --ink: #000; --soft: #444; --line: #bbb; --passed: #146336; --failed: #a01818;
            --error: #7d3a00; --passed-soft: #fff; --failed-soft: #fff; --error-soft: #fff; --idle-soft: #eee; --not_run: #444; --not_offered: #444; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          .search, nav { display: none; }
          pre { max-height: none; }
          article, tr, summary { break-inside: avoid; }
          .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """
}
