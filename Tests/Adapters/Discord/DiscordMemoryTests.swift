import Foundation
import Testing

@testable import DiscordAdapter

@Suite struct DiscordMemoryTests {
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func givesUpWhatEndsSoonestWhenItIsFull() {
        let memory = DiscordMemory<Int, String>(capacity: 2)
        memory.remember("a", for: 1, until: Self.start + 20, now: Self.start)
        memory.remember("b", for: 2, until: Self.start + 10, now: Self.start)
        memory.remember("c", for: 3, until: Self.start + 30, now: Self.start)
        #expect((1...3).map { memory.find($0, now: Self.start) } == ["a", nil, "c"])
        memory.remember("d", for: 3, until: Self.start + 40, now: Self.start)
        #expect((1...3).map { memory.find($0, now: Self.start) } == ["a", nil, "d"])
    }

    @Test func forgetsAValueOnlyWhileItIsTheOneMeant() {
        let memory = DiscordMemory<Int, String>(capacity: 2)
        memory.remember("new", for: 1, until: Self.start + 20, now: Self.start)
        memory.forget(1) { $0 == "old" }
        #expect(memory.find(1, now: Self.start) == "new")
        memory.forget(1) { $0 == "new" }
        #expect(memory.find(1, now: Self.start) == nil)
    }

    @Test func endsInTime() {
        let memory = DiscordMemory<Int, String>(capacity: 2)
        memory.remember("a", for: 1, until: Self.start + 20, now: Self.start)
        #expect(memory.find(1, now: Self.start + 19.9) == "a")
        #expect(memory.find(1, now: Self.start + 20) == nil)
    }
}
