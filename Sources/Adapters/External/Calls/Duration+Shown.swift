extension Duration {
    /// In seconds, to the tenth, as users read it: `10 s`, `0.5 s`.
    var shown: String {
        let tenths = (self / .milliseconds(100)).rounded()
        let isWhole = tenths.remainder(dividingBy: 10) == 0
        return isWhole ? "\(Int64(tenths / 10)) s" : "\(tenths / 10) s"
    }
}
