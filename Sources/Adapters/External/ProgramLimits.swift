/// What a program may take.
public struct ProgramLimits: Sendable, Hashable {
    /// From a question to its answer.
    public var deadline: Duration = .seconds(10)
    /// Calls that are under way at once; further ones wait, within their deadline.
    public var calls = 16
    /// The most bytes of a message, in either direction.
    public var messageBytes = 8 << 20
    /// Questions in a row that go unanswered before the program is replaced.
    public var lateInARow = 3
    /// What `shutdown`, the end of standard input and SIGTERM are each given before the next step.
    public var grace: Duration = .seconds(2)
    /// How long a program that ended is left alone at first; twice as long each time, up to ``longestPause``.
    public var shortestPause: Duration = .milliseconds(100)
    public var longestPause: Duration = .seconds(30)
    /// A program that ran for so long begins anew with ``shortestPause``.
    public var runsWellAfter: Duration = .seconds(60)

    public init() {}

    /// Requests of the program that are answered at once, and questions to the pool that it may have open.
    var askedBack: Int { 4 * calls }
}
