/// The methods campaigns may use. Immutable.
public struct MethodRegistry: Sendable {
    public let ids: [MethodID]
    private let methods: [MethodID: any EligibilityMethod]

    /// - Throws: `configuration_invalid` when two methods have one id.
    public init(_ all: [any EligibilityMethod]) throws(ChainError) {
        var methods: [MethodID: any EligibilityMethod] = [:]
        for method in all {
            guard methods.updateValue(method, forKey: method.id) == nil else {
                throw ChainError(
                    .configurationInvalid, "Two methods are named \"\(method.id)\"; a chain may not take a method's name.")
            }
        }
        ids = all.map(\.id)
        self.methods = methods
    }

    /// - Throws: `parameters_invalid` naming the methods there are.
    public func require(_ id: MethodID) throws(ChainError) -> any EligibilityMethod {
        guard let method = methods[id] else {
            throw ChainError(
                .parametersInvalid,
                "There is no method \"\(id)\"; the methods are \(ids.map(\.rawValue).joined(separator: ", ")).")
        }
        return method
    }
}
