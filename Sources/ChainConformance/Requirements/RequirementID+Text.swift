extension RequirementID {
    /// What an adapter has to do.
    public var demand: String { text.demand }

    /// What goes wrong in the field without it.
    public var why: String { text.why }

    /// How the suite tries it.
    public var attempt: String { text.attempt }

    private struct Text {
        let demand: String
        let why: String
        let attempt: String
    }

    private var text: Text {
        switch self {
        case .canonicalForm:
            Text(
                demand: "The canonical form of an account, read again, is itself.",
                why: "A form that changes when it is read makes one wallet two users, or has a stored account name nobody.",
                attempt: "Every account that the files name is read, and what comes out is read once more.")
        case .spellings:
            Text(
                demand: """
                    Every accepted spelling of an account gives the same canonical form, and no spelling gives another \
                    account's.
                    """,
                why: "A wallet that signs in by a second spelling would be a second user, and could claim twice.",
                attempt: """
                    Every spelling that the files list is read; then each with one character changed: what is accepted then has \
                    to have a canonical form that reads as itself, and must not be the same account. It may be only where \
                    the change makes another listed spelling, or changes the case of letters.
                    """)
        case .malformedAddress:
            Text(
                demand: "Malformed text is refused with `account_invalid`, in a message that names what is wrong.",
                why: """
                    An address that is half understood is somebody else's, and a refusal that says nothing sends a person to the \
                    support desk.
                    """,
                attempt: """
                    The malformed texts of the files, whose refusals have to say what the files say; and texts made from the \
                    accounts: with blanks, NUL and emoji, a full-width digit, empty, repeated and very long. A text that lacks \
                    its first or last character, that has its last one twice or 00 after it, or another of 0 and O or 1 and l, \
                    is refused or another account, unless the files list it as a spelling. CAIP-10 of another chain is \
                    refused or another account; that of its own chain is refused, or is the account.
                    """)
        case .signatureBits:
            Text(
                demand: "An accepted signature with any single bit flipped is refused.",
                why: "A signature that is not compared whole can be forged in the part that is not.",
                attempt: """
                    Of every accepted proof, each bit of each listed signature is flipped, one at a time; of one longer than \
                    1,024 bytes each bit of its first and its last 512, and one of every byte between. A proof by a key has to \
                    list its signatures, or another of the same members does.
                    """)
        case .binding:
            Text(
                demand: """
                    A proof is refused when one character of its message is changed, and when it answers a challenge with \
                    another nonce, domain, chain or address.
                    """,
                why: "A proof made for another site, another sign-in or another chain could be used again here.",
                attempt: """
                    Of every accepted proof, each message is changed by one character at up to 200 places, and the challenge \
                    it answers is given another nonce, domain, chain and account, among them ones that lack a character or a \
                    label at either end; where the wallet sends no text along, another page, statement and expiry too. The \
                    text to sign has to be the same each time it is asked for, another for another nonce, and has to hold the \
                    nonce, and the domain unless a listed message is a part of the proof for the domain alone.
                    """)
        case .time:
            Text(
                demand: """
                    A proof is refused from its challenge's end on, and when it was issued further in the future than the skew \
                    allows.
                    """,
                why: "A proof found in an old log would open the door, and one made ahead would never run out.",
                attempt: """
                    Every accepted proof is verified when its challenge ends, a second, 61 seconds, eleven minutes and a day \
                    later, and eleven minutes and a day before it was issued.
                    """)
        case .shape:
            Text(
                demand: """
                    A proof that is cut off, prolonged, empty, a mebibyte long or of wrong JSON types is refused, without a \
                    crash and in bounded time.
                    """,
                why: "Anyone can send such a proof; one that ends or occupies the server shuts everybody out.",
                attempt: """
                    Of every accepted proof, each signature is cut off at every length and prolonged; a key's is also replaced \
                    by 00 and ff alone, by 00 in either half and by other people's. Each message is cut off, prolonged by a \
                    letter and by a line, and made a mebibyte long, each member that is read given other types and a \
                    mebibyte of text, and the whole proof replaced by other JSON.
                    """)
        case .concurrency:
            Text(
                demand: """
                    Thirty-two tasks that verify accepted proofs at the same time all accept them, each for its own signer.
                    """,
                why: "State that is shared without care refuses honest wallets, or mixes up whose proof it is, only under load.",
                attempt: """
                    Every accepted proof is verified thirty-two times at once, and again by turns with another signer's of the \
                    same file and configuration.
                    """)
        case .declaredAccount:
            Text(
                demand: "The account that a proof declares is the one whose key signed it; any other declaration is refused.",
                why: "Whoever can sign with some key could sign in as somebody else.",
                attempt: """
                    In every accepted proof, each place that declares the account is given every spelling of other accounts \
                    of the files, as an answer to its own challenge and to one for that account. A text of the proof that \
                    names the account but is not listed is given another's: that may be without effect, but lets nobody else in.
                    """)
        case .batch:
            Text(
                demand: "A batch of queries is answered as the same queries one by one, in their order.",
                why: "Under load Gatehouse joins queries of many people; an answer in the wrong place is another person's.",
                attempt: """
                    The accepted queries of a file that share its world are asked as one batch: in order, in reverse, each \
                    twice, and two times over; and each by itself, eight at once. Every answer is compared with that of the \
                    query alone.
                    """)
        case .faults:
            Text(
                demand: """
                    Behind a provider that fails in any way the answer is undetermined: never zero, never a refusal. Once the \
                    fault is over, the answer is back without a restart.
                    """,
                why: "A node that is down would take away what people hold, or let a signature pass for wrong.",
                attempt: """
                    Accepted queries are asked while the provider gives no answer, resets, is too slow, cuts its answers \
                    off, sends too much, answers the id of another call, serves another chain, or answers HTTP 500 or 429, \
                    nothing, HTML or null; of a few cases also JSON-RPC errors and HTTP 401, 403, 404 and 503, a fault after a \
                    good answer, and a fault of one answer among good ones, such as one page; and once more when it is \
                    healthy again.
                    """)
        case .wrongAnswers:
            Text(
                demand: """
                    Answers about another account, asset or chain, and amounts that are negative, too large or malformed, are \
                    undetermined with `upstream_invalid` or `upstream_wrong_chain`.
                    """,
                why: "A provider that mixes up its answers, or is made to, would hand out what nobody holds.",
                attempt: """
                    Each value of the scripted answers in turn is made negative, enormous or of another type, each answer \
                    something else as a whole, all of it another account's or of another chain, and each list of objects is \
                    given its first element twice. What is found then has to be the same, or undetermined; and some of it has \
                    to make a difference. Then the account is another in one place at a time: the item there may be left out \
                    as well, and where one element of a list loses by it, each other that counts has to. Where a value is null \
                    or missing, no more may be found than with it, unless the file lists it under `optional`. Where the suite \
                    does not know how a provider tells its chain, the files have a query to one of another chain, undetermined \
                    with `upstream_wrong_chain`, or marked HLD-3 to one that serves no such chain at all, and it has to pass.
                    """)
        case .lookAlikes:
            Text(
                demand: """
                    Look-alikes count for nothing: an unverified or other collection of the same name, what is burnt, a zero \
                    balance, an item that its collection does not confirm.
                    """,
                why: "Anyone can mint a token with a famous name for a few cents.",
                attempt: """
                    The files have cases marked HLD-4, one of them of a wallet that has look-alikes alone and holds 0. Each \
                    has to pass.
                    """)
        case .pages:
            Text(
                demand: "Every page of a long list is read, up to the configured cap; what lies past the cap is undetermined.",
                why: "Whoever holds much would be told that they hold too little, and a list cut off in silence looks complete.",
                attempt: """
                    Where the manifest says that lists come in pages, the files have cases marked HLD-5: one that holds what \
                    several pages list, and one with more pages than the cap, undetermined with `upstream_too_large`. Each \
                    has to pass, and so has a case marked HLD-5 of an adapter whose manifest does not say so.
                    """)
        case .budget:
            Text(
                demand: "The requests made for a number of queries stay within the budget that the manifest states.",
                why: """
                    Providers bill and throttle by the request; an adapter that asks more than it says takes a campaign down at \
                    its height.
                    """,
                attempt: """
                    The requests for one query, for all accepted queries that share a world, and for three times as many are \
                    counted, and compared with the manifest's budget. The question which chain a provider serves is not \
                    counted.
                    """)
        case .secrets:
            Text(
                demand: "A secret of the configuration appears in no error, log line, answer or report.",
                why: "Errors and logs are read by people and services that must not have the keys.",
                attempt: """
                    A known text stands wherever the files say `{{secret}}`, and in a header of every provider. What the \
                    adapter says in every case, in the messages to sign, behind faults, of malformed accounts and of spoilt \
                    configurations is searched for it in the usual encodings, in either case, reversed and in parts.
                    """)
        case .hosts:
            Text(
                demand: """
                    Only the hosts that the manifest names are called: neither a redirect nor an address found in an answer is \
                    followed.
                    """,
                why: """
                    What is on a chain is written by strangers; an adapter that follows it lets them reach into the operator's \
                    network.
                    """,
                attempt: """
                    The hosts of the manifest are compared with those of the providers. Then links in answers lead to \
                    another server, every object of an answer is given such links, and answers redirect there with 302 and \
                    307: it may not be called, and what is held is the same or undetermined.
                    """)
        case .manifest:
            Text(
                demand: """
                    Every role and asset kind that the manifest claims is exercised by an accepted case, and its statements are \
                    in order.
                    """,
                why: "A capability that nobody has tried is a promise; campaigns are built on what the manifest says.",
                attempt: """
                    The roles of the manifest are compared with what the adapter offers, and its roles and asset kinds with \
                    what the accepted cases of the files exercise. A claim without a case is a failure. Each accepted asset \
                    is read with one unknown member more, and has to be refused with `asset_invalid`.
                    """)
        }
    }
}
