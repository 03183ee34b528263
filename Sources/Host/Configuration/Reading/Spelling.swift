/// Finds the word someone meant.
enum Spelling {
    /// The word at most two edits away, or one for short ones; of several the nearest, then the first.
    static func nearest(to word: String, among words: [String]) -> String? {
        let limit = word.count < 5 ? 1 : 2
        return words.map { ($0, distance(Array(word), Array($0))) }.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    }

    /// How many characters have to be put in, taken out, replaced, or swapped with their neighbour.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, character) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var least = min(rows[i][j] + (character == other ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, character == right[j - 1], left[i - 1] == other { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
