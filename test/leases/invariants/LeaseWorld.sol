// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAttestors} from "../../../contracts/interfaces/IAttestors.sol";
import {IDisputes} from "../../../contracts/interfaces/IDisputes.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IMillToken} from "../../../contracts/interfaces/IMillToken.sol";
import {INodes} from "../../../contracts/interfaces/INodes.sol";
import {IOffers} from "../../../contracts/interfaces/IOffers.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {IQuality} from "../../../contracts/interfaces/IQuality.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {TestArbitrator} from "../../../contracts/test/TestArbitrator.sol";
import {TestUSD} from "../../../contracts/test/TestUSD.sol";
import {VM} from "../../support/Cheats.sol";
import {World} from "../../support/World.sol";

/// @title All contracts of stake, nodes, leases and disputes, wired as the deployment wires them
/// @dev The contract itself is owner and guardian, holds all MILL, and is the collector of fees.
abstract contract LeaseWorld {
    uint256 internal constant MILL = 1e18;
    uint256 internal constant USD = 1e6;
    uint32 internal constant CLASS = 6;
    uint256 internal constant ATTESTOR_KEY = 77;

    IMillToken public mill;
    TestUSD public usd;
    IParameters public parameters;
    IEscrow public escrow;
    IStaking public staking;
    INodes public nodes;
    IQuality public quality;
    IOffers public offers;
    ILeases public leases;
    IDisputes public disputes;
    IAttestors public attestors;
    TestArbitrator public court;

    function deployAll() internal {
        address self = address(this);
        IMillToken.Allocation[] memory genesis = new IMillToken.Allocation[](1);
        genesis[0] = IMillToken.Allocation(self, 600_000_000 * MILL);
        mill = IMillToken(World.deploy("MillToken.sol:MillToken", abi.encode(genesis, self)));
        usd = TestUSD(World.deploy("TestUSD.sol:TestUSD", ""));
        parameters = World.newParameters(self, self, _table());
        escrow = World.newEscrow(parameters, self);
        address[] memory one = new address[](1);
        one[0] = VM.addr(ATTESTOR_KEY);
        attestors = IAttestors(World.deploy("Attestors.sol:Attestors", abi.encode(self, one, 1)));
        nodes = INodes(World.deploy("Nodes.sol:Nodes", abi.encode(attestors, self, self)));
        staking = IStaking(World.deploy("Staking.sol:Staking", abi.encode(mill, parameters, self)));
        quality = IQuality(World.deploy("Quality.sol:Quality", abi.encode(parameters, staking, nodes, self, self)));
        offers = IOffers(World.deploy("Offers.sol:Offers", abi.encode(self)));
        bytes memory peers = abi.encode(parameters, escrow, offers, nodes, staking, quality, attestors, self);
        leases = ILeases(World.deploy("Leases.sol:Leases", peers));
        court = TestArbitrator(World.deploy("TestArbitrator.sol:TestArbitrator", ""));
        bytes memory governed = abi.encode(parameters, staking, leases, court, court, self);
        disputes = IDisputes(World.deploy("Disputes.sol:Disputes", governed));
        _wire(one);
    }

    /// @dev Emissions and the collector of fees: a suite that has more contracts puts them there.
    function _incentives() internal virtual returns (address emissions, address collector) {
        return (address(0), address(this));
    }

    function _wire(address[] memory one) private {
        one[0] = address(leases);
        (address emissions, address collector) = _incentives();
        escrow.wire(one, collector);
        offers.wire(address(leases));
        nodes.wire(address(leases));
        quality.wire(address(leases));
        leases.wire(address(disputes));
        staking.wire(address(leases), address(disputes), emissions);
        parameters.setPaymentToken(address(usd), true);
        quality.setTokenWeight(address(usd), 1e30);
        nodes.setClass(CLASS, uint96((16 * MILL) / 10), uint96((16 * MILL) / 100), 0);
    }

    function _table() private pure returns (IParameters.Definition[] memory table) {
        IParameters.Definition[] memory common = World.settings();
        table = new IParameters.Definition[](common.length + 59);
        for (uint256 i; i < common.length; ++i) table[i] = common[i];
        uint256 n = _leaseSettings(table, common.length);
        n = _stakeSettings(table, n);
        n = _disputeSettings(table, n);
        n = _qualitySettings(table, n);
        n = _incentiveSettings(table, n);
        assembly ("memory-safe") {
            mstore(table, n)
        }
    }

    function _leaseSettings(IParameters.Definition[] memory table, uint256 n) private pure returns (uint256) {
        table[n++] = _setting("noShowDelaySeconds", 10 minutes);
        table[n++] = _setting("claimWindowSeconds", 3 days);
        table[n++] = _setting("noShowBps", 5000);
        table[n++] = _setting("abandonFloorBps", 1000);
        table[n++] = _setting("outageStep1Bps", 100);
        table[n++] = _setting("outageCompensation1Bps", 1000);
        table[n++] = _setting("outageStep2Bps", 500);
        table[n++] = _setting("outageCompensation2Bps", 2500);
        table[n++] = _setting("outageStep3Bps", 1000);
        table[n++] = _setting("outageCompensation3Bps", 5000);
        table[n++] = _setting("newcomerUnits", 1_000_000);
        return n;
    }

    function _stakeSettings(IParameters.Definition[] memory table, uint256 n) private pure returns (uint256) {
        table[n++] = _setting("thawSeconds", 14 days);
        table[n++] = _setting("commissionNoticeSeconds", 7 days);
        table[n++] = _setting("maxDelegationRatio", 8);
        table[n++] = _setting("leastPositionMill", MILL);
        table[n++] = _setting("slashBucketMill", 1_000_000 * MILL);
        table[n++] = _setting("slashRefillSeconds", 1 days);
        table[n++] = _setting("delegatedSlashCapBps", 5000);
        table[n++] = _setting("bountyBps", 1000);
        table[n++] = _setting("buyerSlashBps", 1000);
        return n;
    }

    function _disputeSettings(IParameters.Definition[] memory table, uint256 n) private pure returns (uint256) {
        table[n++] = _setting("answerSeconds", 2 days);
        table[n++] = _setting("rulingSeconds", 5 days);
        table[n++] = _setting("appealSeconds", 3 days);
        table[n++] = _setting("appealRulingSeconds", 5 days);
        table[n++] = _setting("disputeBondBps", 100);
        table[n++] = _setting("leastDisputeBondMill", 10 * MILL);
        table[n++] = _setting("appealBondBps", 20_000);
        table[n++] = _setting("wrongResultBps", 1000);
        table[n++] = _setting("wrongHardwareBps", 3000);
        table[n++] = _setting("doubleSoldBps", 5000);
        table[n++] = _setting("dataMisuseBps", 10_000);
        return n;
    }

    function _qualitySettings(IParameters.Definition[] memory table, uint256 n) private pure returns (uint256) {
        table[n++] = _setting("goodFadeBps", 9800);
        table[n++] = _setting("badFadeBps", 9950);
        table[n++] = _setting("priorBps", 5000);
        table[n++] = _setting("stakeValueCents", 1875);
        table[n++] = _setting("noShowWeight", 1);
        table[n++] = _setting("outageWeight", 2);
        table[n++] = _setting("abandonedWeight", 4);
        table[n++] = _setting("provenWeight", 50);
        bytes32[5][3] memory names = [
            [bytes32("tier1ScoreBps"), "tier1ServedTimes", "tier1CoverBps", "tier1AgeSeconds", "tier1MultiplierBps"],
            [bytes32("tier2ScoreBps"), "tier2ServedTimes", "tier2CoverBps", "tier2AgeSeconds", "tier2MultiplierBps"],
            [bytes32("tier3ScoreBps"), "tier3ServedTimes", "tier3CoverBps", "tier3AgeSeconds", "tier3MultiplierBps"]
        ];
        uint256[5][3] memory values = [
            [uint256(6000), 1, 10_000, 3 days, 5000],
            [uint256(8000), 10, 12_500, 14 days, 8000],
            [uint256(9500), 100, 15_000, 30 days, 10_000]
        ];
        for (uint256 t; t < 3; ++t) {
            for (uint256 i; i < 5; ++i) table[n++] = _setting(names[t][i], values[t][i]);
        }
        return n;
    }

    function _incentiveSettings(IParameters.Definition[] memory table, uint256 n) private pure returns (uint256) {
        table[n++] = _setting("maxYieldBps", 5);
        table[n++] = _setting("rebateShareBps", 7000);
        table[n++] = _setting("auctionHalfLifeSeconds", 20 minutes);
        table[n++] = _setting("rebateDelaySeconds", 7 days);
        table[n++] = _setting("rebateClaimSeconds", 90 days);
        return n;
    }

    function _setting(bytes32 id, uint256 value) private pure returns (IParameters.Definition memory) {
        return IParameters.Definition(id, uint96(value), 0, type(uint96).max, type(uint96).max, 0);
    }
}
