extension String {
    /// A stranger's text as it may stand in a message or a log: no more of it than fits into so many bytes of UTF-8, without
    /// control characters. It is cut by Unicode scalars, as one visible character can be of any length.
    public func shown(_ bytes: Int) -> String {
        var size = 0
        let fitting = unicodeScalars.prefix { scalar in
            size += UTF8.width(scalar)
            return size <= bytes
        }
        return String(fitting).plain
    }

    /// Without control characters and other marks that are not seen.
    public var plain: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isUnseen || $0 == "\t" }))
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a page would obey it instead of drawing it: controls, direction marks, separators of lines.
    public var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
