import ChainCrypto
import ChainKit

/// The vector operations of this adapter: each a thin call into the code that serves requests.
enum SolanaVectorOps {
    static let all =
        encodings + signatures + addresses + accounts + holdings + SolanaOffchainOps.all + SolanaTransactionOps.all

    private static let encodings = [
        VectorOp("solana.pubkey.parse") { inputs throws(ChainError) in
            let text = try inputs.input("text")
            return SolanaKey.parse(text).map { .accept(["bytes": .string(Hex.encode($0)), "text": .string(text)]) } ?? .reject()
        },
        VectorOp("solana.signature.parse") { inputs throws(ChainError) in
            let text = try inputs.input("text")
            return SolanaKey.parseSignature(text).map { .accept(["bytes": .string(Hex.encode($0))]) } ?? .reject()
        },
        VectorOp("caip2.from_solana_genesis") { inputs throws(ChainError) in
            .accept(["caip2": .string(try SolanaNetwork.chain(ofGenesisHash: inputs.input("genesis_hash")).description)])
        },
    ]

    private static let signatures =
        [
            VectorOp("ed25519.verify_strict") { inputs throws(ChainError) in
                let isValid = try Ed25519.isValid(
                    signature: inputs.hexInput("signature"), message: inputs.hexInput("message"),
                    publicKey: inputs.hexInput("public_key"))
                return isValid ? .accept() : .reject()
            },
            VectorOp("solana.message.verify") { inputs throws(ChainError) in
                let isValid = try SolanaOwnership.isSigned(
                    Array(inputs.input("message").utf8), signature: SolanaKey.parseSignature(inputs.input("signature")),
                    by: SolanaKey.parse(inputs.input("address")))
                return isValid ? .accept() : .reject()
            },
        ] + SolanaSignInOps.all

    private static let addresses = [
        VectorOp("solana.find_pda") { inputs throws(ChainError) in
            let texts = inputs["seeds"]?.elements ?? []
            let seeds = texts.compactMap { $0.text.flatMap { Hex.decode($0) } }
            guard seeds.count == texts.count else { throw ChainError(.internalError, "A seed of the case is not hex.") }
            return answer(ProgramAddress.find(seeds: seeds, program: try inputs.keyInput("program")))
        },
        VectorOp("solana.metadata_pda") { inputs throws(ChainError) in
            answer(ProgramAddress.metadata(mint: try inputs.keyInput("mint")))
        },
        VectorOp("solana.ata") { inputs throws(ChainError) in
            answer(
                ProgramAddress.associatedToken(
                    wallet: try inputs.keyInput("wallet"), mint: try inputs.keyInput("mint"),
                    tokenProgram: try inputs.keyInput("token_program")))
        },
        VectorOp("solana.is_on_curve") { inputs throws(ChainError) in
            .accept(["on_curve": .bool(Ed25519.isOnCurve(try inputs.hexInput("bytes")))])
        },
    ]

    private static func answer(_ address: ProgramAddress?) -> VectorAnswer {
        address.map { .accept(["address": .string($0.text), "bump": .integer(Int64($0.bump))]) } ?? .reject()
    }

    private static let accounts = [
        VectorOp("metaplex.metadata.decode") { inputs throws(ChainError) in
            let (program, data) = (try inputs.input("account_owner"), try inputs.base64Input("data"))
            let metadata: MetaplexMetadata
            do throws(MetaplexMetadata.Fault) {
                metadata = try MetaplexMetadata(program: program, data: data)
            } catch {
                return .reject(["member": false])
            }
            guard metadata.mint == (try inputs.keyInput("expect_mint")) else { return .reject(["member": false]) }
            return .accept([
                "member": .bool(metadata.isMember(of: try inputs.keyInput("collection"))),
                "mint": .string(Base58.encode(metadata.mint)),
                "collection_key": metadata.collection.map { .string(Base58.encode($0.key)) } ?? .null,
                "collection_verified": .bool(metadata.collection?.isVerified ?? false),
                "token_standard": metadata.tokenStandard.map { .integer(Int64($0)) } ?? .null,
            ])
        },
        VectorOp("mplcore.asset.decode") { inputs throws(ChainError) in
            guard let asset = MPLCoreAsset(program: try inputs.input("account_owner"), data: try inputs.base64Input("data"))
            else { return .reject(["member": false]) }
            let isHeld = try asset.isHeld(by: inputs.keyInput("wallet"), in: inputs.keyInput("collection"))
            return .accept(["member": .bool(isHeld), "owner": .string(Base58.encode(asset.owner))])
        },
    ]

    private static let holdings = [
        VectorOp("das.holdings") { inputs throws(ChainError) in
            var assets: [DASAsset] = []
            for (index, page) in (inputs["pages"]?.elements ?? []).enumerated() {
                assets += try DASPage(page, number: index + 1).assets
            }
            let ids = DASAsset.held(by: try inputs.input("owner"), in: try inputs.input("collection"), of: assets)
            return counted(ids, as: "ids")
        },
        VectorOp("rpc.token_accounts") { inputs throws(ChainError) in
            let accounts = try (inputs["accounts"]?.elements ?? []).map { (account) throws(ChainError) in
                try SolanaTokenAccount(account)
            }
            var collections: [String: MetaplexMetadata.Collection] = [:]
            for (mint, collection) in inputs["metadata_collection"]?.members ?? [:] {
                collections[mint] = MetaplexMetadata.Collection(
                    key: try collection.keyInput("key"), isVerified: collection["verified"] == true)
            }
            let mints = SolanaTokenAccount.held(
                by: try inputs.input("owner"), in: try inputs.keyInput("collection"), of: accounts, collections: collections)
            return counted(mints, as: "mints")
        },
    ]

    private static func counted(_ ids: [String], as name: String) -> VectorAnswer {
        .accept(["count": .integer(Int64(ids.count)), name: .array(ids.map(JSONValue.string))])
    }
}

extension JSONValue {
    /// A base-58 input of 32 bytes.
    /// - Throws: `parameters_invalid`, which counts as a refusal.
    func keyInput(_ name: String) throws(ChainError) -> [UInt8] {
        guard let key = SolanaKey.parse(try input(name)) else {
            throw ChainError(.parametersInvalid, "\"\(name)\" is no address: 32 bytes in base 58.", pointer: "/\(name)")
        }
        return key
    }

    /// A binary input in standard base 64.
    /// - Throws: `parameters_invalid`, which counts as a refusal.
    func base64Input(_ name: String) throws(ChainError) -> [UInt8] {
        guard let bytes = StandardBase64.decode(try input(name)) else {
            throw ChainError(.parametersInvalid, "\"\(name)\" is not base 64.", pointer: "/\(name)")
        }
        return bytes
    }
}
