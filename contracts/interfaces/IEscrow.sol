// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Escrow: every payment token that Millrace holds, and the way from buyer to operator
/// @notice Buyers hold *free balances*, lock them in *channels*, and sign cumulative *vouchers*; anyone
/// carries vouchers to `settle`, which turns them into the operator's *earnings*.
///
/// All amounts are in the token's smallest unit. A fee is rounded down on the cumulative amount, so the sum
/// of the parts is exact and does not depend on how often one settles.
///
/// Nobody but a channel's own parties can move its money: the payer (or the controller) puts money in, the
/// signer signs what is earned, the operator withdraws it, and the rest goes back to the payer alone.
interface IEscrow {
    // ------------------------------------------------------------------------------------------------ types

    /// @notice What names a channel. `channelId = keccak256(abi.encode(operator, token, signer, salt))` with
    /// `salt = uint160(uint256(keccak256(abi.encode(payer, controller, nonce))))`.
    /// @param payer who funds the channel and gets the rest back
    /// @param controller the contract that opened the channel for its caller; zero for a plain channel
    /// @param operator who earns
    /// @param token the payment token
    /// @param signer whose vouchers count; the controller itself in a channel by amount
    /// @param nonce chosen by who opens; a used one is spent for good
    struct ChannelTerms {
        address payer;
        address controller;
        address operator;
        address token;
        address signer;
        uint256 nonce;
    }

    /// @notice What a channel holds now.
    /// @param deposited put in since opening; equal to `settled` once closed
    /// @param settled paid out of it to the operator, relayer and protocol
    /// @param closesAt timestamp (s) from which anyone may close; 0 while no close is requested
    /// @param challengeSeconds the challenge period bound at opening; 0 once a close is requested
    /// @param feeBps protocol fee bound at opening
    struct ChannelView {
        uint256 deposited;
        uint256 settled;
        uint256 closesAt;
        uint256 challengeSeconds;
        uint256 feeBps;
        bool open;
        bool closing;
        bool closed;
        bool controlled;
        bool byAmount;
    }

    /// @notice A voucher on the wire: three words.
    /// @param saltAndCumulative `salt << 96 | cumulative`
    /// @param r the signature's r
    /// @param vs the signature's s with the parity of v in its top bit (ERC-2098)
    struct Claim {
        uint256 saltAndCumulative;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice The claims of one operator in one token.
    struct ClaimGroup {
        address operator;
        address token;
        Claim[] claims;
    }

    /// @notice Who carries an operator's vouchers, and for what share of what is left after the protocol fee.
    struct RelayerTerms {
        address relayer;
        uint256 feeBps;
    }

    /// @notice Why a claim paid nothing.
    enum SkipReason {
        BadSignature, // the signature recovers no address
        UnknownChannel, // no channel of this operator, token, signer and salt: also what a wrong signer gets
        Closed, // the channel is closed for good
        ByAmount, // the channel takes no vouchers
        Stale, // the cumulative amount is settled already
        Overdrawn, // the voucher is above the deposit, and all of the deposit is settled
        Overflow // the operator's earnings word is full; withdraw first
    }

    // ----------------------------------------------------------------------------------------------- events

    event Deposited(address indexed account, address indexed token, uint256 amount);
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed operator,
        address token,
        address signer,
        address controller,
        uint256 nonce,
        uint256 deposited,
        uint256 feeBps
    );
    event ChannelToppedUp(bytes32 indexed channelId, uint256 amount, uint256 deposited);
    event CloseRequested(bytes32 indexed channelId, uint256 closesAt);
    event ChannelClosed(bytes32 indexed channelId, uint256 settled, uint256 refunded);

    /// @notice A claim was paid: `settled` is the channel's new total, the payment is its growth.
    event Settled(bytes32 indexed channelId, uint256 settled);
    /// @notice A claim was paid up to the deposit only.
    event ClaimCapped(bytes32 indexed channelId, uint256 cumulative, uint256 deposited);
    /// @notice Claim number `index` of its group paid nothing. `salt` names the channel to whoever knows the signer.
    event ClaimSkipped(address indexed operator, address indexed token, uint256 index, uint256 salt, SkipReason reason);
    event EarningsWithdrawn(address operator, address token, uint256 amount);
    event FeesCollected(address indexed operator, address indexed token, uint256 amount);
    /// @notice What a relayer has accrued is its free balance now.
    event RelayerFeesCollected(
        address indexed relayer,
        address indexed operator,
        address indexed token,
        uint256 amount
    );
    event BeneficiaryChanged(address indexed operator, address indexed token, address beneficiary);
    event RelayerTermsChanged(
        address indexed operator,
        address indexed token,
        address relayer,
        uint256 feeBps,
        uint256 effectiveAt
    );
    /// @notice The wiring is complete and can never change again.
    event Wired(address[] controllers, address feeCollector);

    // ----------------------------------------------------------------------------------------------- errors

    /// @notice `token` is not on the payment-token list of `Parameters`.
    error TokenNotListed(address token);
    /// @notice `token` did not say what Escrow holds of it.
    error TokenCallFailed(address token);
    error ZeroAmount();
    error ZeroAddress();
    error InsufficientFreeBalance(address account, address token, uint256 free, uint256 needed);
    error DepositsPaused(uint256 until);
    error OpeningPaused(uint256 until);
    /// @notice The permit was not accepted and its owner is not the caller.
    error PermitRefused(address owner, address token);
    /// @notice The amount does not fit the 96 bits of a position.
    error AmountTooLarge(uint256 amount);

    error ChannelExists(bytes32 channelId);
    error ChannelUnknown(bytes32 channelId);
    error ChannelIsClosed(bytes32 channelId);
    error ChannelIsClosing(bytes32 channelId, uint256 closesAt);
    error CloseNotRequested(bytes32 channelId);
    error ChallengePeriodRunning(bytes32 channelId, uint256 closesAt);
    error ChannelControlled(bytes32 channelId, address controller);
    error NotByAmount(bytes32 channelId);
    error CumulativeBelowSettled(bytes32 channelId, uint256 cumulative, uint256 settled);
    error CumulativeAboveDeposited(bytes32 channelId, uint256 cumulative, uint256 deposited);
    error EarningsFull(address operator, address token);
    /// @notice `caller` may not do this; `expected` may.
    error NotAuthorized(address caller, address expected);
    error NotController(address caller);
    error InvalidSignature(address signer);

    error FeeBpsTooHigh(uint256 feeBps, uint256 maxBps);
    error NothingToWithdraw(address account, address token);
    /// @notice The runs name `named` entries and the array holds `given`; or it holds `named`, of at most `given` = 256.
    error RunsMismatch(uint256 named, uint256 given);
    error AlreadyWired();

    // --------------------------------------------------------------------------------------------- balances

    /// @notice Money of `account` that is not locked in a channel.
    function freeBalance(address account, address token) external view returns (uint256);

    /// @notice Pull `amount` from the caller and credit what arrived to its free balance.
    /// @return credited the growth of Escrow's balance, below `amount` for a token that takes a fee
    function deposit(address token, uint256 amount) external returns (uint256 credited);

    /// @notice As `deposit`, from and for `owner`, who signed an ERC-2612 permit of `amount` for Escrow. The owner's
    /// own call also works when the permit has been spent by someone else, as long as the allowance is there;
    /// another caller's needs the permit to succeed.
    function depositWithPermit(
        address token,
        address owner,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 credited);

    /// @notice As `deposit`, from and for `from`, who signed an ERC-3009 `ReceiveWithAuthorization` to Escrow.
    function depositWithAuthorization(
        address token,
        address from,
        uint256 amount,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 credited);

    /// @notice As `deposit`, from and for `owner`, who signed a Permit2 `PermitTransferFrom` with Escrow as spender.
    function depositWithPermit2(
        address token,
        address owner,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint256 credited);

    /// @notice Send `amount` of the caller's free balance to `to`. Never paused.
    function withdraw(address token, uint256 amount, address to) external;

    // --------------------------------------------------------------------------------------------- channels

    /// @notice Lock `amount` of the caller's free balance in a new plain channel. An amount of 0 opens it empty.
    function open(
        address operator,
        address token,
        address signer,
        uint256 nonce,
        uint256 amount
    ) external returns (bytes32 channelId);

    /// @notice As `open`, by a controller for `payer`, who called it. By amount when `signer` is the controller itself.
    function openControlled(
        address payer,
        address operator,
        address token,
        address signer,
        uint256 nonce,
        uint256 amount,
        uint256 feeBps
    ) external returns (bytes32 channelId);

    /// @notice Add `amount` of the payer's free balance. By the payer or the controller; not once a close is requested.
    function topUp(ChannelTerms calldata terms, uint256 amount) external;

    /// @notice Start the challenge period, in which vouchers still settle. By the payer of a plain channel, or the
    /// controller of a controlled one.
    function requestClose(ChannelTerms calldata terms) external;

    /// @notice Close: the rest is the payer's free balance again. By anyone once the challenge period is over; by the
    /// operator of a plain channel, or the controller of one by amount, at once.
    /// @return refunded what went back to the payer
    function close(ChannelTerms calldata terms) external returns (uint256 refunded);

    /// @notice Close a plain channel at once at exactly `cumulative`, which payer and operator both signed as
    /// `Close(bytes32 channelId,uint96 cumulative)` (ECDSA first, then ERC-1271). By anyone.
    function closeByBoth(
        ChannelTerms calldata terms,
        uint256 cumulative,
        bytes calldata payerSignature,
        bytes calldata operatorSignature
    ) external returns (uint256 refunded);

    /// @notice Raise what is settled of a channel by amount to `cumulative`. By its controller.
    /// @return paid the growth
    function settleAmount(ChannelTerms calldata terms, uint256 cumulative) external returns (uint256 paid);

    /// @notice Raise what is settled of a channel by amount to `cumulative`, if that is more, and close it. By its
    /// controller.
    /// @return settled what it paid out in all
    /// @return refunded what went back to the payer
    function closeAmount(
        ChannelTerms calldata terms,
        uint256 cumulative
    ) external returns (uint256 settled, uint256 refunded);

    /// @notice The channel's state; all false and zero if it was never opened. Never reverts.
    function channel(bytes32 channelId) external view returns (ChannelView memory);
    function channelIdOf(ChannelTerms calldata terms) external pure returns (bytes32);
    function saltOf(address payer, address controller, uint256 nonce) external pure returns (uint160);

    // ------------------------------------------------------------------------------------------------ settle

    /// @notice Pay the vouchers of one operator in one token. By anyone. A claim that cannot be paid is skipped with an
    /// event; none makes the call revert.
    /// @return paid what each claim paid, protocol's and relayer's fee included; 0 if skipped
    function settle(address operator, address token, Claim[] calldata claims) external returns (uint256[] memory paid);

    /// @notice As `settle`, for several operators and tokens.
    function settleGroups(ClaimGroup[] calldata groups) external returns (uint256[][] memory paid);

    /// @notice As `settle`, of one claim by the operator itself, and send all its earnings in the token to its beneficiary.
    function settleVoucherAndWithdraw(address token, Claim calldata claim) external returns (uint256 withdrawn);

    /// @notice As `settle`, for at most 256 vouchers in one token under one signature of one signer:
    /// `VoucherBatch(Voucher[] vouchers)`. The signed array is given in stretches of one operator each.
    /// @param runs the stretches in order, `operator << 96 | number of entries`; with operator zero the entries are the
    /// hashes of vouchers that are not settled now (of any token)
    /// @param entries `salt << 96 | cumulative` each, or a hash
    function settleBatch(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries,
        bytes32 r,
        bytes32 vs
    ) external returns (uint256[] memory paid);

    /// @notice The EIP-712 hash to sign for one voucher.
    function voucherDigest(
        address operator,
        address token,
        uint160 salt,
        uint96 cumulative
    ) external view returns (bytes32);

    // ---------------------------------------------------------------------------------------------- earnings

    /// @notice What is there now for an operator, and the protocol fees on it that were not collected yet.
    function earnings(address operator, address token) external view returns (uint256 net, uint256 fees);

    /// @notice Send all of the caller's earnings to its beneficiary. Never paused.
    function withdrawEarnings(address token) external returns (uint256 amount);

    /// @notice Where an operator's earnings in a token go: to itself unless it named someone.
    function beneficiaryOf(address operator, address token) external view returns (address);

    /// @notice Name where earnings of `operator` in `token` go. By the operator until it has named another address; from
    /// then on by that beneficiary alone, so a stolen operator key cannot redirect earnings.
    function setBeneficiary(address operator, address token, address beneficiary) external;

    /// @notice Name the relayer of the caller's vouchers in `token` and its rate, in force after the notice period.
    function setRelayer(address token, address relayer, uint256 feeBps) external;

    /// @notice The terms in force now, and those that will be from `effectiveAt` (0 if none are pending).
    function relayerTerms(
        address operator,
        address token
    ) external view returns (RelayerTerms memory current, RelayerTerms memory next, uint256 effectiveAt);

    /// @notice What the relayer of an operator has accrued and not collected.
    function relayerFees(address operator, address token) external view returns (address relayer, uint256 accrued);

    /// @notice Move what the relayers of `operators` have accrued to their free balances. By anyone.
    function collectRelayerFees(address token, address[] calldata operators) external;

    /// @notice Move the protocol fees of `operators` to the fee collector's free balance. By the fee collector.
    /// @return amounts what each operator contributed
    function collectFees(address token, address[] calldata operators) external returns (uint256[] memory amounts);

    // ------------------------------------------------------------------------------------------------ wiring

    function isController(address account) external view returns (bool);
    function feeCollector() external view returns (address);

    /// @notice Name the controllers and the fee collector, once and for ever. By the deployer.
    function wire(address[] calldata controllers, address feeCollector_) external;
}
