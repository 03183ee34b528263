extension RequirementID {
    /// What the requirement is tried with.
    var trial: RequirementSuite.Trial {
        switch self {
        case .canonicalForm: AccountTrials.canonicalForm
        case .spellings: AccountTrials.spellings
        case .malformedAddress: AccountTrials.malformed
        case .signatureBits: SignatureTrials.bits
        case .binding: BindingTrials.binding
        case .time: BindingTrials.time
        case .shape: SignatureTrials.shape
        case .concurrency: OwnershipTrials.concurrency
        case .declaredAccount: OwnershipTrials.declaredAccount
        case .batch: BatchTrials.batch
        case .faults: FaultTrials.faults
        case .wrongAnswers: AnswerTrials.wrongAnswers
        case .lookAlikes: ExampleTrials.lookAlikes
        case .pages: ExampleTrials.pages
        case .budget: BatchTrials.budget
        case .secrets: SecretTrials.secrets
        case .hosts: HostTrials.hosts
        case .manifest: ManifestTrials.manifest
        }
    }
}
