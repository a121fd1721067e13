// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title FeeAuction: protocol fees sold for MILL, of which most goes back to the operators they came from
/// @notice Fees of one token collected in one epoch (a day, `⌊timestamp/86,400⌋`) are a lot. When the epoch is over the
/// lot is sold for MILL at a price that falls from a fixed start, and starts again every day until it is sold out. Of all
/// MILL that a lot fetched, `⌊κ·M⌋` is its pot and the rest is burned. Each operator gets `⌊pot·c/F⌋` of it: c is its
/// contribution times its tier's multiplier when it was collected, F the sum of contributions. What is not claimed in time
/// is burned. The token, start price, half-life, κ and times of a lot are those of its opening.
///
/// Fees wait in Escrow, as FeeAuction's free balance, until they are sold; FeeAuction itself holds nothing but pots.
interface IFeeAuction {
    /// @param token what is for sale
    /// @param epoch in which it was collected; the sale begins when it is over
    /// @param decimals of the token
    /// @param rebateBps κ
    /// @param collected contributions in all, in the token's smallest unit
    /// @param unsold in the token's smallest unit
    /// @param received MILL that it fetched
    /// @param pot MILL for rebates, `⌊κ·received⌋` of what was received before rebates ended
    /// @param paid MILL of the pot that was paid, or burned at the end
    /// @param startPrice in MILL's smallest unit per whole token
    /// @param rebatesFrom timestamp (s) from which rebates can be claimed; earlier if it is sold out earlier
    /// @param claimHours from then until they cannot any more, in hours
    struct Lot {
        address token;
        uint40 epoch;
        uint8 decimals;
        uint16 rebateBps;
        uint32 halfLifeSeconds;
        uint128 collected;
        uint128 unsold;
        uint128 received;
        uint128 startPrice;
        uint96 pot;
        uint96 paid;
        uint40 rebatesFrom;
        uint24 claimHours;
    }

    /// @notice How a token is sold, by governance.
    /// @param startPrice in MILL's smallest unit per whole token, far above any fair price; 0: it is not
    /// @param leastAmount least that is collected or bid for at once, in the token's smallest unit
    struct TokenTerms {
        uint128 startPrice;
        uint96 leastAmount;
        uint8 decimals;
    }

    event TokenTermsChanged(address indexed token, uint256 startPrice, uint256 leastAmount);
    event LotOpened(
        uint256 indexed lot,
        address indexed token,
        uint256 indexed epoch,
        uint256 startPrice,
        uint256 halfLifeSeconds,
        uint256 rebateBps
    );
    /// @param counted `amount` times the operator's multiplier
    event FeesCollected(uint256 indexed lot, address indexed operator, uint256 amount, uint256 counted);
    event LotSold(uint256 indexed lot, address indexed bidder, uint256 amount, uint256 mill, uint256 burned);
    event RebatePaid(uint256 indexed lot, address indexed operator, uint256 mill);
    event PotBurned(uint256 indexed lot, uint256 mill);

    error ZeroAddress();
    /// @notice Governance has not said how the token is sold; its fees stay in Escrow.
    error TokenNotSold(address token);
    error TermsInvalid(address token, uint256 startPrice, uint256 leastAmount);
    error TooLittle(uint256 amount, uint256 least);
    error LotUnknown(uint256 lot);
    error LotSoldOut(uint256 lot);
    error SaleNotBegun(uint256 lot, uint256 beginsAt);
    /// @notice A lot of MILL is not sold: `redeem` it.
    error LotOfMill(uint256 lot);
    error LotNotOfMill(uint256 lot);
    /// @notice It would cost `mill`, more than the `most` that the bidder allows.
    error CostAboveLimit(uint256 mill, uint256 most);
    error RebatesNotOpen(uint256 lot, uint256 opensAt);
    error RebatesOver(uint256 lot, uint256 overAt);
    error RebatesNotOver(uint256 lot, uint256 overAt);

    /// @notice Say how a token is sold, for lots that open from now on. By the owner (governance). Not for MILL.
    function setTokenTerms(address token, uint128 startPrice, uint96 leastAmount) external;

    /// @notice Move the protocol fees of `operators` from Escrow into the lot of this epoch. By anyone. Brings tiers up to
    /// date, so that it does not matter who calls. Reverts with `TooLittle` if they come to less than the least amount.
    function collect(address token, address[] calldata operators) external returns (uint256 lot, uint256 amount);

    /// @notice Buy `amount` of a lot, or what is left of it, at the price of now. By anyone who approved MILL. The least
    /// amount at once is the token's, unless it is all that is left.
    /// @param mostMill what the bidder pays at most
    /// @return bought in the token's smallest unit
    /// @return mill `⌈bought·price/10^decimals⌉`
    function bid(uint256 lot, uint256 amount, uint256 mostMill) external returns (uint256 bought, uint256 mill);

    /// @notice The same with the caller's ERC-2612 permit for `mostMill`. A permit that was used before is ignored.
    function bidWithPermit(
        uint256 lot,
        uint256 amount,
        uint256 mostMill,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 bought, uint256 mill);

    /// @notice Divide a lot of MILL, which needs no sale, when its epoch is over. By anyone.
    function redeem(uint256 lot) external returns (uint256 mill);

    /// @notice Pay `operators` what they have not had of their rebates, each to itself. By anyone. Who has nothing to get is
    /// passed over.
    function claimRebates(uint256 lot, address[] calldata operators) external returns (uint256 mill);

    /// @notice Burn what is left of a pot after its time. By anyone.
    function burnRest(uint256 lot) external returns (uint256 mill);

    function lot(uint256 id) external view returns (Lot memory);
    function lastLot() external view returns (uint256);

    /// @notice The lot of what is collected of `token` in `epoch`; 0 if there is none.
    function lotOf(address token, uint256 epoch) external view returns (uint256);
    function tokenTerms(address token) external view returns (TokenTerms memory);

    /// @notice MILL's smallest unit per whole token at this moment. Reverts as `bid` would.
    function priceOf(uint256 lot) external view returns (uint256);

    /// @notice What an operator's contribution to a lot counts for, what it has been paid, and what it could claim now if
    /// rebates were open.
    function rebateOf(uint256 lot, address operator) external view returns (uint256 counted, uint256 paid, uint256 due);

    /// @notice What FeeAuction answers for: unsold fees of `token` that lie in Escrow for it, and MILL in all pots.
    function unsoldOf(address token) external view returns (uint256);
    function inPots() external view returns (uint256);
}
