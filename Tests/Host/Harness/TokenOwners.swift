extension TestChains {
    /// Base 58 addresses of tokens for tests, one for each number from 1 to 9.
    static func token(_ number: Int) -> String { "E621KXPGs8dJkCsHENz3r146AgSqrjqe5jGnVQx1Qan\(number)" }
}
