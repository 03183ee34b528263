import Foundation
import Synchronization

/// Remembers values for a time, and only so many of them. What it forgets has to be asked for again.
final class DiscordMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let until: Date
    }

    private let capacity: Int
    private let entries = Mutex<[Key: Entry]>([:])

    init(capacity: Int) { self.capacity = capacity }

    /// Remembers the value, unless one is known that holds for longer. A full memory gives up what ends soonest.
    func remember(_ value: Value, for key: Key, until: Date, now: Date) {
        entries.withLock { entries in
            if let known = entries[key], known.until > until { return }
            if entries[key] == nil, entries.count >= capacity {
                entries = entries.filter { $0.value.until > now }
                if entries.count >= capacity, let first = entries.min(by: { $0.value.until < $1.value.until }) {
                    entries[first.key] = nil
                }
            }
            entries[key] = Entry(value: value, until: until)
        }
    }

    func find(_ key: Key, now: Date) -> Value? {
        entries.withLock { entries in
            guard let entry = entries[key] else { return nil }
            if entry.until > now { return entry.value }
            entries[key] = nil
            return nil
        }
    }

    /// Forgets the key's value if it is still the one that `isGone`.
    func forget(_ key: Key, where isGone: (Value) -> Bool) {
        entries.withLock { entries in
            if let entry = entries[key], isGone(entry.value) { entries[key] = nil }
        }
    }
}
