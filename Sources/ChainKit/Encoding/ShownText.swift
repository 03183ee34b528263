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
        let seen = unicodeScalars.filter {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: $0 == "\t"
            default: true
            }
        }
        return String(String.UnicodeScalarView(seen))
    }
}
