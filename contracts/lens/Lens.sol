// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {ILens} from "../interfaces/ILens.sol";
import {INodes} from "../interfaces/INodes.sol";
import {IOffers} from "../interfaces/IOffers.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IQuality} from "../interfaces/IQuality.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {CompensationMath} from "../libraries/CompensationMath.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";

/// @title Lens
/// @notice `ILens` is the manual.
contract Lens is ILens {
    /// @dev The contracts that Lens reads.
    struct Peers {
        IERC20 mill;
        IParameters parameters;
        IEscrow escrow;
        IStaking staking;
        INodes nodes;
        IQuality quality;
        IOffers offers;
        ILeases leases;
    }

    IERC20 private immutable MILL;
    IParameters private immutable PARAMETERS;
    IEscrow private immutable ESCROW;
    IStaking private immutable STAKING;
    INodes private immutable NODES;
    IQuality private immutable QUALITY;
    IOffers private immutable OFFERS;
    ILeases private immutable LEASES;

    constructor(Peers memory peers) {
        MILL = peers.mill;
        PARAMETERS = peers.parameters;
        ESCROW = peers.escrow;
        STAKING = peers.staking;
        NODES = peers.nodes;
        QUALITY = peers.quality;
        OFFERS = peers.offers;
        LEASES = peers.leases;
    }

    /// @inheritdoc ILens
    function operators(address[] calldata accounts) external view returns (Operator[] memory list) {
        list = new Operator[](accounts.length);
        for (uint256 i; i < accounts.length; ++i) list[i] = operator(accounts[i]);
    }

    /// @inheritdoc ILens
    function operator(address account_) public view returns (Operator memory o) {
        o.operator = account_;
        o.stake = STAKING.operatorStake(account_);
        o.freeStake = STAKING.freeStake(account_);
        o.capacity = NODES.capacity(account_);
        o.effectiveStake = STAKING.effectiveStake(account_, o.capacity.requiredStake);
        o.record = QUALITY.recordOf(account_);
        o.scoreBps = QUALITY.scoreOf(account_);
        o.currentTier = QUALITY.currentTier(account_);
        o.multiplierBps = QUALITY.multiplierOf(account_);
        (o.commissionBps, o.nextCommissionBps, o.commissionChangesAt) = STAKING.commissionOf(account_);
        o.offerCounter = OFFERS.offerCounter(account_);
    }

    /// @inheritdoc ILens
    function channels(bytes32[] calldata channelIds) external view returns (IEscrow.ChannelView[] memory list) {
        list = new IEscrow.ChannelView[](channelIds.length);
        for (uint256 i; i < channelIds.length; ++i) list[i] = ESCROW.channel(channelIds[i]);
    }

    /// @inheritdoc ILens
    function leases(bytes32[] calldata leaseIds) external view returns (ILeases.Lease[] memory list) {
        list = new ILeases.Lease[](leaseIds.length);
        for (uint256 i; i < leaseIds.length; ++i) list[i] = LEASES.lease(leaseIds[i]);
    }

    /// @inheritdoc ILens
    function account(address owner, address[] calldata tokens) external view returns (Account memory a) {
        a.tokens = new Money[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            address token = tokens[i];
            (uint256 net, ) = ESCROW.earnings(owner, token);
            a.tokens[i] = Money(token, IERC20(token).balanceOf(owner), ESCROW.freeBalance(owner, token), net);
        }
        a.mill = MILL.balanceOf(owner);
        a.credit = STAKING.creditOf(owner);
    }

    /// @inheritdoc ILens
    function settings() external view returns (NamedSetting[] memory list) {
        bytes32[] memory ids = PARAMETERS.ids();
        list = new NamedSetting[](ids.length);
        for (uint256 i; i < ids.length; ++i) list[i] = NamedSetting(ids[i], PARAMETERS.setting(ids[i]));
    }

    // ------------------------------------------------------------------------------------------ who is leaving

    /// @inheritdoc ILens
    function delegations(
        address delegator,
        address[] calldata behind
    ) external view returns (Delegation[] memory list) {
        list = new Delegation[](behind.length);
        for (uint256 i; i < behind.length; ++i) {
            (uint256 shares, uint256 tokens) = STAKING.delegationOf(behind[i], delegator);
            IStaking.Thaw[] memory made = new IStaking.Thaw[](STAKING.undelegationsOf(behind[i], delegator));
            for (uint256 j; j < made.length; ++j) made[j] = STAKING.undelegationOf(behind[i], delegator, j);
            list[i] = Delegation(behind[i], shares, tokens, _leaving(made));
        }
    }

    /// @inheritdoc ILens
    function thaws(address operator_) external view returns (Leaving[] memory) {
        IStaking.Thaw[] memory made = new IStaking.Thaw[](STAKING.thawsOf(operator_));
        for (uint256 i; i < made.length; ++i) made[i] = STAKING.thawOf(operator_, i);
        return _leaving(made);
    }

    /// @dev Those that were not taken out.
    function _leaving(IStaking.Thaw[] memory made) private pure returns (Leaving[] memory list) {
        uint256 count;
        for (uint256 i; i < made.length; ++i) if (made[i].maturesAt != 0) ++count;
        list = new Leaving[](count);
        for (uint256 i = made.length; i != 0; --i) {
            IStaking.Thaw memory thaw = made[i - 1];
            if (thaw.maturesAt != 0) list[--count] = Leaving(i - 1, thaw.tokens, thaw.maturesAt);
        }
    }

    // ------------------------------------------------------------------------------------------------- leases

    /// @inheritdoc ILens
    function owedBy(ILeases.Terms calldata terms) external view returns (Owed memory o) {
        o.leaseId = LEASES.leaseIdOf(terms);
        o.lease = LEASES.lease(o.leaseId);
        if (o.lease.state == ILeases.State.None) revert ILeases.LeaseUnknown(o.leaseId);

        uint256 total = uint256(terms.durationSeconds) + o.lease.extendedSeconds;
        IEscrow.ChannelView memory channel = _channel(terms, o.leaseId);
        o.price = LeaseMath.price(terms.units, terms.offer.pricePerUnitHour, total);
        o.settled = channel.settled;
        uint256 full = LeaseMath.bond(terms.units, terms.offer.bondPerUnit, terms.durationSeconds, total);
        if (o.lease.state != ILeases.State.Final) o.bond = STAKING.bondOf(o.leaseId, terms.offer.operator, full);
        if (o.lease.state == ILeases.State.Open) {
            o.compensationIfNoShow = Math.min(o.bond, CompensationMath.noShow(full, terms.bound.rates.noShowBps()));
        } else if (o.lease.state == ILeases.State.Running) {
            _running(terms, o, total, full, channel.deposited);
        }
    }

    function _running(
        ILeases.Terms calldata terms,
        Owed memory o,
        uint256 total,
        uint256 fullBond,
        uint256 deposited
    ) private view {
        uint256 ran = Math.min(block.timestamp, o.lease.endsAt) - o.lease.startedAt;
        bool byTime = terms.offer.metering == ILeases.Metering.ByTime;
        if (byTime) {
            o.settleable = Math.saturatingSub(_earned(terms, ran, total, o.lease.outageSeconds), o.settled);
        }
        if (block.timestamp >= o.lease.endsAt) return;

        uint256 wanted = CompensationMath.abandoned(fullBond, total - ran, total, terms.bound.rates.abandonFloorBps());
        o.compensationIfAbandoned = Math.min(o.bond, wanted);
        if (!byTime) return;
        bool reclaimed = o.lease.outcome == ILeases.Outcome.Reclaimed;
        uint256 billed = reclaimed ? ran : Math.max(ran, terms.offer.minSeconds);
        uint256 due = _earned(terms, billed, total, o.lease.outageSeconds);
        if (terms.offer.kind == ILeases.Kind.Reserved) {
            // Outage is not paid, and nothing that would be left to pay.
            due += LeaseMath.earlyExit(o.price - _earned(terms, billed, total, 0), terms.offer.earlyExitBps);
        }
        o.paidIfStopped = Math.max(due, o.settled);
        o.refundIfStopped = deposited - o.paidIfStopped;
    }

    function _earned(
        ILeases.Terms calldata terms,
        uint256 billable,
        uint256 total,
        uint256 outage
    ) private pure returns (uint256) {
        return LeaseMath.earned(terms.units, terms.offer.pricePerUnitHour, Math.min(billable, total), outage);
    }

    function _channel(ILeases.Terms calldata terms, bytes32 leaseId) private view returns (IEscrow.ChannelView memory) {
        bool byTime = terms.offer.metering == ILeases.Metering.ByTime;
        IEscrow.ChannelTerms memory c = IEscrow.ChannelTerms({
            payer: terms.buyer,
            controller: address(LEASES),
            operator: terms.offer.operator,
            token: terms.offer.token,
            signer: byTime ? address(LEASES) : terms.signer,
            nonce: uint256(leaseId)
        });
        return ESCROW.channel(ESCROW.channelIdOf(c));
    }
}
