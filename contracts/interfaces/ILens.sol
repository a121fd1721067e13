// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "./IEscrow.sol";
import {ILeases} from "./ILeases.sol";
import {INodes} from "./INodes.sol";
import {IParameters} from "./IParameters.sol";
import {IQuality} from "./IQuality.sol";
import {IStaking} from "./IStaking.sol";

/// @title Lens: what people and programs want to read, in one call each
/// @notice It has no state and no owner, and nothing reads it: a better one can be put beside it at any time. Every number
/// is that of the contract that owns it, in that contract's unit; `owedBy` says what the next call would pay.
interface ILens {
    /// @notice All that is known of an operator.
    /// @param stake as Staking has it, MILL's smallest unit
    /// @param freeStake own stake that can be thawed or stand behind the next lease, MILL's smallest unit
    /// @param effectiveStake stake that counts for tier and rewards, MILL's smallest unit
    /// @param capacity registered and leased units, and the stake they require
    /// @param record faded to now; `record.tier` is the tier in force
    /// @param scoreBps of the record, basis points
    /// @param currentTier what a refresh would make of the tier
    /// @param multiplierBps what rewards are multiplied with, basis points
    /// @param commissionBps in force; `nextCommissionBps` from `commissionChangesAt` (s) on, both 0 if none is pending
    /// @param offerCounter under which its offers must be signed
    struct Operator {
        address operator;
        IStaking.OperatorStake stake;
        uint256 freeStake;
        uint256 effectiveStake;
        INodes.Capacity capacity;
        IQuality.Record record;
        uint256 scoreBps;
        uint256 currentTier;
        uint256 multiplierBps;
        uint256 commissionBps;
        uint256 nextCommissionBps;
        uint256 commissionChangesAt;
        uint256 offerCounter;
    }

    /// @notice Money of an account in one token, in its smallest unit.
    /// @param wallet what the account holds itself
    /// @param free in Escrow, not locked in a channel
    /// @param earned in Escrow, as an operator, the protocol's fee taken off
    struct Money {
        address token;
        uint256 wallet;
        uint256 free;
        uint256 earned;
    }

    /// @notice Money of an account. MILL in its smallest unit.
    /// @param mill in the account's wallet
    /// @param credit what disputes and slashes owe it, to be withdrawn from Staking
    struct Account {
        Money[] tokens;
        uint256 mill;
        uint256 credit;
    }

    /// @notice A request to leave that was not taken out yet.
    /// @param index its number among the account's
    struct Leaving {
        uint256 index;
        uint256 tokens;
        uint256 maturesAt;
    }

    /// @notice What a delegator has behind one operator, MILL's smallest unit.
    struct Delegation {
        address operator;
        uint256 shares;
        uint256 tokens;
        Leaving[] leaving;
    }

    /// @notice What a lease owes as it is now, amounts in its token's smallest unit, bond and compensation in MILL's. What
    /// a call that its state does not allow would bring is 0.
    /// @param price of the whole duration, extensions included
    /// @param settled what its channel has paid in all
    /// @param settleable what `settle` would pay now
    /// @param paidIfStopped what the channel will have paid in all if the buyer stops now, by time
    /// @param refundIfStopped what would be the buyer's free balance again at once, by time
    /// @param bond what is left of it
    /// @param compensationIfAbandoned what the operator would owe if it abandoned now
    /// @param compensationIfNoShow what is owed once the lease is reported as a no-show
    struct Owed {
        bytes32 leaseId;
        ILeases.Lease lease;
        uint256 price;
        uint256 settled;
        uint256 settleable;
        uint256 paidIfStopped;
        uint256 refundIfStopped;
        uint256 bond;
        uint256 compensationIfAbandoned;
        uint256 compensationIfNoShow;
    }

    struct NamedSetting {
        bytes32 id;
        IParameters.Setting setting;
    }

    function operator(address account) external view returns (Operator memory);

    /// @notice Many at once. Never reverts for an address that is no operator: it has nothing.
    function operators(address[] calldata accounts) external view returns (Operator[] memory);

    /// @notice What was never opened is all false and zero.
    function channels(bytes32[] calldata channelIds) external view returns (IEscrow.ChannelView[] memory);

    /// @notice What was never opened has the state `None`.
    function leases(bytes32[] calldata leaseIds) external view returns (ILeases.Lease[] memory);

    /// @param tokens the payment tokens asked for
    function account(address owner, address[] calldata tokens) external view returns (Account memory);

    function delegations(address delegator, address[] calldata behind) external view returns (Delegation[] memory);

    /// @notice An operator's own requests to leave.
    function thaws(address operator_) external view returns (Leaving[] memory);

    /// @notice Reverts with `LeaseUnknown` for terms that name no lease.
    function owedBy(ILeases.Terms calldata terms) external view returns (Owed memory);

    /// @notice Every setting with its bounds, in the order of the deployment's table.
    function settings() external view returns (NamedSetting[] memory);
}
