/// What this build is.
public enum Release {
    public static let name = "gatehouse"
    /// Semantic version.
    public static let version = "0.1.0"
}
