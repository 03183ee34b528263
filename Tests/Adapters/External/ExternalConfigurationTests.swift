import ChainKit
import Testing

@testable import ExternalAdapter

struct ExternalConfigurationTests {
    @Test func whatIsNotGatehousesGoesToTheProgram() throws {
        let configuration = try ExternalConfiguration([
            "chain": "toy:main", "command": ["./a.py", "--x"], "sha256": .string(String(repeating: "ab", count: 32)),
            "environment": ["A", "B"],
            "limits": ["deadline_seconds": .number(2.5), "calls": 3, "message_bytes": 100_000], "network": "mainnet",
        ])
        #expect(configuration.program.command == ["./a.py", "--x"])
        #expect(configuration.program.environment == ["A", "B"])
        #expect(configuration.program.sha256?.count == 32)
        #expect(configuration.limits.deadline == .milliseconds(2500))
        #expect(configuration.limits.calls == 3)
        #expect(configuration.limits.messageBytes == 100_000)
        #expect(configuration.rest == ["network": "mainnet"])
    }

    private static let wrong: [(JSONValue, String)] = [
        ([:], "/command"), (["command": []], "/command"), (["command": ""], "/command"), (["command": ["a", 1]], "/command/1"),
        (["command": ["a"]], "/chain"), (["chain": "toy", "command": ["a"]], "/chain"),
        (["chain": 1, "command": ["a"]], "/chain"),
        (["command": ["a"], "sha256": "00"], "/sha256"),
        (["command": ["a"], "environment": ["A=1"]], "/environment/0"),
        (["command": ["a"], "environment": ["1A"]], "/environment/0"),
        (["command": ["a"], "limits": 1], "/limits"), (["command": ["a"], "limits": ["call": 1]], "/limits/call"),
        (["command": ["a"], "limits": ["calls": 0]], "/limits/calls"),
        (["command": ["a"], "limits": ["deadline_seconds": 0]], "/limits/deadline_seconds"),
        (["command": ["a"], "limits": ["message_bytes": 1]], "/limits/message_bytes"),
    ]

    @Test(arguments: wrong) func aMistakeIsPointedAt(_ options: JSONValue, _ pointer: String) {
        let error = #expect(throws: ChainError.self) { try ExternalConfiguration(options) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == pointer)
    }
}
