// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IFeeAuction} from "../interfaces/IFeeAuction.sol";
import {IMillToken} from "../interfaces/IMillToken.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IQuality} from "../interfaces/IQuality.sol";
import {AuctionMath} from "../libraries/AuctionMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";

/// @title FeeAuction
/// @notice `IFeeAuction` is the manual, `AuctionMath` the arithmetic.
/// @dev Books are written before any token moves, and MILL calls nobody. A payment token is only ever called to pay the
/// bidder who wants it, so a hostile one harms its own bidders alone.
contract FeeAuction is IFeeAuction, Ownable2Step {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev What an operator's contribution counts for, in the token's smallest unit, and what it was paid, in MILL's.
    struct Contribution {
        uint128 counted;
        uint128 paid;
    }

    uint256 private constant EPOCH_SECONDS = 1 days;
    uint8 private constant MOST_DECIMALS = 18;

    IMillToken private immutable MILL;
    IParameters private immutable PARAMETERS;
    IEscrow private immutable ESCROW;
    IQuality private immutable QUALITY;

    /// @inheritdoc IFeeAuction
    uint256 public lastLot;
    /// @inheritdoc IFeeAuction
    uint256 public inPots;
    /// @inheritdoc IFeeAuction
    mapping(address token => uint256) public unsoldOf;
    /// @inheritdoc IFeeAuction
    mapping(address token => mapping(uint256 epoch => uint256)) public lotOf;
    mapping(uint256 lot => Lot) private _lots;
    mapping(uint256 lot => mapping(address operator => Contribution)) private _contributions;
    mapping(address token => TokenTerms) private _tokenTerms;

    /// @param owner_ who governs: the deployer until it hands over to the timelock
    constructor(
        IMillToken mill,
        IParameters parameters,
        IEscrow escrow,
        IQuality quality,
        address owner_
    ) Ownable(owner_) {
        (MILL, PARAMETERS, ESCROW, QUALITY) = (mill, parameters, escrow, quality);
        _tokenTerms[address(mill)].decimals = MOST_DECIMALS;
    }

    /// @inheritdoc IFeeAuction
    function setTokenTerms(address token, uint128 startPrice, uint96 leastAmount) external onlyOwner {
        if (startPrice == 0 || leastAmount == 0 || token == address(MILL)) {
            revert TermsInvalid(token, startPrice, leastAmount);
        }
        uint8 decimals = IERC20Metadata(token).decimals();
        if (decimals > MOST_DECIMALS) revert TermsInvalid(token, startPrice, leastAmount);
        _tokenTerms[token] = TokenTerms(startPrice, leastAmount, decimals);
        emit TokenTermsChanged(token, startPrice, leastAmount);
    }

    // -------------------------------------------------------------------------------------------- collecting

    /// @inheritdoc IFeeAuction
    function collect(address token, address[] calldata operators) external returns (uint256 id, uint256 amount) {
        id = _openLot(token);
        uint256[] memory amounts = ESCROW.collectFees(token, operators);
        for (uint256 i; i < amounts.length; ++i) {
            if (amounts[i] == 0) continue;
            amount += amounts[i];
            address operator = operators[i];
            QUALITY.refresh(operator);
            uint256 counted = AuctionMath.counted(amounts[i], QUALITY.multiplierOf(operator));
            if (counted != 0) _contributions[id][operator].counted += counted.toUint128();
            emit FeesCollected(id, operator, amounts[i], counted);
        }
        uint256 least = Math.max(_tokenTerms[token].leastAmount, 1);
        if (amount < least) revert TooLittle(amount, least);

        Lot storage lot_ = _lots[id];
        lot_.collected += amount.toUint128();
        lot_.unsold += amount.toUint128();
        unsoldOf[token] += amount;
    }

    /// @dev The lot of `token` for what is collected now.
    function _openLot(address token) private returns (uint256 id) {
        uint256 epoch = block.timestamp / EPOCH_SECONDS;
        id = lotOf[token][epoch];
        if (id != 0) return id;

        TokenTerms memory terms = _tokenTerms[token];
        if (terms.startPrice == 0 && token != address(MILL)) revert TokenNotSold(token);
        id = ++lastLot;
        lotOf[token][epoch] = id;
        Lot storage lot_ = _lots[id];
        (lot_.token, lot_.epoch, lot_.decimals) = (token, epoch.toUint40(), terms.decimals);
        lot_.startPrice = terms.startPrice;
        lot_.rebateBps = uint16(Math.min(_value(ParameterIds.REBATE_SHARE_BPS), AuctionMath.MOST_REBATE_BPS));
        lot_.halfLifeSeconds = _value(ParameterIds.AUCTION_HALF_LIFE_SECONDS).toUint32();
        lot_.rebatesFrom = (_saleBegins(epoch) + _value(ParameterIds.REBATE_DELAY_SECONDS)).toUint40();
        lot_.claimHours = (_value(ParameterIds.REBATE_CLAIM_SECONDS) / 1 hours).toUint24();
        emit LotOpened(id, token, epoch, lot_.startPrice, lot_.halfLifeSeconds, lot_.rebateBps);
    }

    // ----------------------------------------------------------------------------------------------- selling

    /// @inheritdoc IFeeAuction
    function bid(uint256 id, uint256 amount, uint256 mostMill) external returns (uint256, uint256) {
        return _bid(id, amount, mostMill);
    }

    /// @inheritdoc IFeeAuction
    function bidWithPermit(
        uint256 id,
        uint256 amount,
        uint256 mostMill,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256, uint256) {
        // Whoever front-runs it leaves the allowance that it gives.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(address(MILL)).permit(msg.sender, address(this), mostMill, deadline, v, r, s) {} catch {}
        return _bid(id, amount, mostMill);
    }

    function _bid(uint256 id, uint256 amount, uint256 mostMill) private returns (uint256 bought, uint256 mill) {
        Lot storage lot_ = _lots[id];
        uint256 price = priceOf(id);
        bought = Math.min(amount, lot_.unsold);
        uint256 least = _tokenTerms[lot_.token].leastAmount;
        if (bought == 0 || (bought < least && bought != lot_.unsold)) revert TooLittle(bought, least);
        mill = AuctionMath.costUp(bought, price, lot_.decimals);
        if (mill > mostMill) revert CostAboveLimit(mill, mostMill);

        uint256 burned = _sell(id, lot_, bought, mill);
        IERC20(address(MILL)).safeTransferFrom(msg.sender, address(this), mill);
        if (burned != 0) MILL.burn(burned);
        ESCROW.withdraw(lot_.token, bought, msg.sender);
    }

    /// @inheritdoc IFeeAuction
    function redeem(uint256 id) external returns (uint256 mill) {
        Lot storage lot_ = _onSale(id);
        if (lot_.token != address(MILL)) revert LotNotOfMill(id);
        mill = lot_.unsold;
        uint256 burned = _sell(id, lot_, mill, mill);
        ESCROW.withdraw(address(MILL), mill, address(this));
        if (burned != 0) MILL.burn(burned);
    }

    /// @dev Book the sale of `amount` for `mill`.
    /// @return burned what of it belongs to nobody
    function _sell(uint256 id, Lot storage lot_, uint256 amount, uint256 mill) private returns (uint256 burned) {
        uint256 left = lot_.unsold - amount;
        lot_.unsold = left.toUint128();
        unsoldOf[lot_.token] -= amount;
        if (left == 0 && block.timestamp < lot_.rebatesFrom) lot_.rebatesFrom = block.timestamp.toUint40();
        lot_.received += mill.toUint128();
        burned = mill;
        if (block.timestamp < _rebatesUntil(lot_)) {
            uint256 pot = AuctionMath.pot(lot_.received, lot_.rebateBps);
            uint256 toPot = pot - lot_.pot;
            lot_.pot = pot.toUint96();
            inPots += toPot;
            burned -= toPot;
        }
        emit LotSold(id, msg.sender, amount, mill, burned);
    }

    // ----------------------------------------------------------------------------------------------- rebates

    /// @inheritdoc IFeeAuction
    function claimRebates(uint256 id, address[] calldata operators) external returns (uint256 mill) {
        Lot storage lot_ = _known(id);
        if (block.timestamp < lot_.rebatesFrom) revert RebatesNotOpen(id, lot_.rebatesFrom);
        uint256 until = _rebatesUntil(lot_);
        if (block.timestamp >= until) revert RebatesOver(id, until);

        for (uint256 i; i < operators.length; ++i) {
            address operator = operators[i];
            Contribution storage c = _contributions[id][operator];
            uint256 due = AuctionMath.rebate(lot_.pot, c.counted, lot_.collected) - c.paid;
            if (due == 0) continue;
            c.paid += due.toUint128();
            lot_.paid += due.toUint96();
            inPots -= due;
            mill += due;
            emit RebatePaid(id, operator, due);
            IERC20(address(MILL)).safeTransfer(operator, due);
        }
    }

    /// @inheritdoc IFeeAuction
    function burnRest(uint256 id) external returns (uint256 mill) {
        Lot storage lot_ = _known(id);
        uint256 until = _rebatesUntil(lot_);
        if (block.timestamp < until) revert RebatesNotOver(id, until);
        mill = lot_.pot - lot_.paid;
        if (mill == 0) return 0;
        lot_.paid = lot_.pot;
        inPots -= mill;
        emit PotBurned(id, mill);
        MILL.burn(mill);
    }

    // ------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IFeeAuction
    function lot(uint256 id) external view returns (Lot memory) {
        return _lots[id];
    }

    /// @inheritdoc IFeeAuction
    function tokenTerms(address token) external view returns (TokenTerms memory) {
        return _tokenTerms[token];
    }

    /// @inheritdoc IFeeAuction
    function priceOf(uint256 id) public view returns (uint256) {
        Lot storage lot_ = _onSale(id);
        if (lot_.token == address(MILL)) revert LotOfMill(id);
        uint256 elapsed = (block.timestamp - _saleBegins(lot_.epoch)) % EPOCH_SECONDS;
        return AuctionMath.priceUp(lot_.startPrice, elapsed, lot_.halfLifeSeconds);
    }

    /// @inheritdoc IFeeAuction
    function rebateOf(uint256 id, address operator) external view returns (uint256 counted, uint256 paid, uint256 due) {
        Lot storage lot_ = _lots[id];
        Contribution memory c = _contributions[id][operator];
        (counted, paid) = (c.counted, c.paid);
        if (block.timestamp < _rebatesUntil(lot_)) due = AuctionMath.rebate(lot_.pot, counted, lot_.collected) - paid;
    }

    // ------------------------------------------------------------------------------------------------ inside

    function _known(uint256 id) private view returns (Lot storage lot_) {
        lot_ = _lots[id];
        if (lot_.token == address(0)) revert LotUnknown(id);
    }

    function _onSale(uint256 id) private view returns (Lot storage lot_) {
        lot_ = _known(id);
        uint256 begins = _saleBegins(lot_.epoch);
        if (block.timestamp < begins) revert SaleNotBegun(id, begins);
        if (lot_.unsold == 0) revert LotSoldOut(id);
    }

    function _rebatesUntil(Lot storage lot_) private view returns (uint256) {
        return uint256(lot_.rebatesFrom) + uint256(lot_.claimHours) * 1 hours;
    }

    /// @dev Timestamp (s) of the end of an epoch.
    function _saleBegins(uint256 epoch) private pure returns (uint256) {
        return (epoch + 1) * EPOCH_SECONDS;
    }

    function _value(bytes32 id) private view returns (uint256) {
        return PARAMETERS.value(id);
    }
}
