import ChainConformance
import Testing

struct GlobTests {
    @Test(arguments: [
        ("*", "", true), ("*", "a/b/c", true), ("siwe*", "siwe_parse/siwe.parse/x", true),
        ("*/siwe.parse/*", "t/siwe.parse/x", true),
        ("*wrong*", "t/op/a wrong nonce", true), ("t/op/?", "t/op/1", true), ("a*b*c", "aXbYbZc", true), ("", "", true),
        ("siwe", "siwe_parse", false), ("t/op/?", "t/op/12", false), ("*a", "b", false), ("a*b", "ab c", false), ("", "a", false),
        ("?", "", false), ("a**", "a", true), ("*aab", "aaaab", true),
    ])
    func fitsTheWholeText(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern).matches(text) == fits)
    }
}
