// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissions} from "../../../contracts/interfaces/IEmissions.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IFeeAuction} from "../../../contracts/interfaces/IFeeAuction.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {LeaseWorld} from "../../leases/invariants/LeaseWorld.sol";
import {LeaseModel} from "../../leases/invariants/LeaseModel.sol";
import {VM} from "../../support/Cheats.sol";
import {World} from "../../support/World.sol";

/// @title Makes each call twice, once while everything that can be paused is and once while nothing is
/// @dev On all contracts that hold or decide, Emissions and FeeAuction among them. Of the two only the one that fits the
/// guardian's doings stays; the other is taken back.
contract PauseModel is LeaseModel {
    uint256 private constant ACTIONS = 3;
    uint256 private constant FIRST_EMISSION = 140_000 * MILL;
    uint256 private constant DECAY = 350_000_000_000_000;

    IEmissions public emissions;
    IFeeAuction public auction;
    /// @notice How many calls on a contract have succeeded while all was paused.
    mapping(address target => uint256) public worked;

    constructor() {
        auction.setTokenTerms(address(usd), uint128(1_000_000 * MILL), 1);
        mill.transfer(STRANGER, 10_000_000 * MILL);
        VM.prank(STRANGER);
        mill.approve(address(auction), type(uint256).max);
    }

    /// @inheritdoc LeaseWorld
    function _incentives() internal override returns (address emissions_, address collector) {
        bytes memory peers = abi.encode(mill, parameters, staking, nodes, quality, FIRST_EMISSION, DECAY);
        emissions = IEmissions(World.deploy("Emissions.sol:Emissions", peers));
        peers = abi.encode(mill, parameters, escrow, quality, address(this));
        auction = IFeeAuction(World.deploy("FeeAuction.sol:FeeAuction", peers));
        mill.wireMinter(address(emissions));
        quality.wireEmissions(address(emissions));
        nodes.wireEmissions(address(emissions));
        return (address(emissions), address(auction));
    }

    /// @inheritdoc LeaseModel
    function act(
        address sender,
        address target,
        bytes memory data
    ) public override returns (bool ok, bytes memory answer) {
        bool isPaused = allPaused();
        uint256 state = VM.snapshotState();
        bool turned = _turn(isPaused);
        (bool otherOk, bytes memory other) = super.act(sender, target, data);
        VM.revertToState(state);
        (ok, answer) = super.act(sender, target, data);
        // The guardian may not pause again yet.
        if (!turned) return (ok, answer);
        if (isPaused) _compare(target, data, ok, answer, otherOk, other);
        else _compare(target, data, otherOk, other, ok, answer);
    }

    function allPaused() public returns (bool) {
        VM.warp(time);
        for (uint256 a; a < ACTIONS; ++a) {
            if (parameters.pausedUntil(IParameters.Action(a)) <= time) return false;
        }
        return true;
    }

    /// @inheritdoc LeaseModel
    /// @dev Longer: until all could be paused again, as else no call could be made both ways.
    function passPause() external override {
        if (pausableFrom > time) time = pausableFrom;
    }

    /// @notice Let the guardian rest as long as it must, unless it is pausing now.
    function passRest() external {
        if (!allPaused()) this.passPause();
    }

    /// @notice The guardian ends its pauses before their time.
    function lift() external {
        if (allPaused()) _turn(true);
    }

    /// @return done whether all is as it was not before
    function _turn(bool isPaused) private returns (bool done) {
        for (uint256 a; a < ACTIONS; ++a) {
            IParameters.Action action = IParameters.Action(a);
            bytes memory call =
                isPaused ? abi.encodeCall(IParameters.unpause, (action)) : abi.encodeCall(IParameters.pause, (action));
            (bool ok, ) = address(parameters).call(call);
            if (!ok) return false;
        }
        return true;
    }

    /// @dev 14: only what may be paused is refused, and for that reason; all else does and says the same.
    function _compare(
        address target,
        bytes memory data,
        bool paused,
        bytes memory answer,
        bool free,
        bytes memory freeAnswer
    ) private {
        if (_mayBePaused(bytes4(data))) {
            bytes4 why = bytes4(answer);
            bool named = why == IEscrow.OpeningPaused.selector || why == IEscrow.DepositsPaused.selector;
            if (paused) broken[14] = "a paused call went through";
            else if (free && !named) broken[14] = "a paused call was refused for another reason";
        } else if (paused != free || keccak256(answer) != keccak256(freeAnswer)) {
            broken[14] = "a pause changed what a call does that cannot be paused";
        } else if (paused) {
            ++worked[target];
        }
    }

    function _mayBePaused(bytes4 selector) private pure returns (bool) {
        bool escrows = selector == IEscrow.deposit.selector || selector == IEscrow.open.selector;
        return escrows || selector == ILeases.open.selector || selector == ILeases.extend.selector;
    }
}
