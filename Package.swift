// swift-tools-version: 6.2
import PackageDescription

/// The chains Gatehouse speaks. A new one is one word here, a folder under
/// `Sources/Adapters` and `Tests/Adapters`, and a line in `AdapterSet`.
let chains = ["Solana", "EVM", "TON", "Discord"]

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: strict)
}

func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
        path: path ?? "Tests/\(name)", exclude: exclude, swiftSettings: strict)
}

let adapters = chains.map { "\($0)Adapter" }

let package = Package(
    name: "gatehouse",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "gatehouse", targets: ["Gatehouse"]),
        .library(name: "ChainKit", targets: ["ChainKit"]),
        .library(name: "ChainCrypto", targets: ["ChainCrypto"]),
        .library(name: "ChainConformance", targets: ["ChainConformance"]),
        .library(name: "AdapterProcess", targets: ["AdapterProcess"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CSodium", path: "Sources/CLibraries/CSodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CSecp256k1", path: "Sources/CLibraries/CSecp256k1", pkgConfig: "libsecp256k1",
            providers: [.apt(["libsecp256k1-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Sources/CLibraries/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),

        library("ChainKit", [.product(name: "BigInt", package: "BigInt")]),
        library("ChainCrypto", ["CSodium", "CSecp256k1"]),
        library("Eligibility", ["ChainKit"]),
        library("Upstream", ["ChainKit", "CCurl"]),
        library("ChainConformance", ["ChainKit", "Upstream"]),
        library("AdapterProtocol", ["ChainKit"]),
        library("AdapterProcess", ["ChainKit", "AdapterProtocol"]),
        library(
            "ExternalAdapter",
            [
                "ChainKit", "ChainCrypto", "AdapterProtocol",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ], path: "Sources/Adapters/External"),
        library("AdapterSet", ["ChainKit", "ExternalAdapter"] + adapters.map { .byName(name: $0) }),
        library(
            "Host",
            [
                "ChainKit", "Eligibility", "Upstream",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "Gatehouse",
            dependencies: [
                "ChainKit", "ChainCrypto", "AdapterProcess", "AdapterSet", "ChainConformance", "Eligibility",
                "ExternalAdapter", "Host", "Upstream",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Adapter/Templates")], swiftSettings: strict),

        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "AdapterSet", "ChainConformance", "ChainKit", "ChainCrypto", "ExternalAdapter", "Upstream", "CSodium",
                "CSecp256k1",
            ],
            path: "Benchmarks", swiftSettings: strict),

        tests(of: "ChainKit"),
        tests(of: "ChainCrypto"),
        tests(of: "Eligibility", ["ChainKit"]),
        tests(of: "Upstream", ["ChainKit", "ChainConformance"]),
        tests(of: "ChainConformance", ["ChainKit", "AdapterSet", "Upstream"]),
        tests(of: "AdapterProtocol", ["ChainKit"]),
        tests(
            of: "ExternalAdapter",
            [
                "AdapterProcess", "AdapterProtocol", "ChainConformance", "ChainCrypto", "ChainKit", "EVMAdapter", "Upstream",
            ], path: "Tests/Adapters/External"),
        tests(
            of: "Host",
            ["ChainKit", "ChainCrypto", "ChainConformance", "AdapterSet", "Upstream", "Eligibility"]
                + [
                    .product(name: "Hummingbird", package: "hummingbird"),
                    .product(name: "HummingbirdTesting", package: "hummingbird"),
                    .product(name: "GRDB", package: "GRDB.swift"),
                    .product(name: "HTTPTypes", package: "swift-http-types"),
                    .product(name: "Logging", package: "swift-log"),
                    .product(name: "NIOCore", package: "swift-nio"),
                ]),
        tests(
            of: "Gatehouse", ["ChainKit", "ChainCrypto", "ChainConformance", "AdapterSet", "Host", "Upstream"],
            exclude: ["Toy"]),
    ]
        + chains.flatMap { chain in
            [
                library("\(chain)Adapter", ["ChainKit", "ChainCrypto"], path: "Sources/Adapters/\(chain)"),
                tests(
                    of: "\(chain)Adapter", ["ChainKit", "ChainCrypto", "ChainConformance", "Upstream"],
                    path: "Tests/Adapters/\(chain)"),
            ]
        },
    swiftLanguageModes: [.v6]
)
