// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEmissionsHook} from "../../../contracts/interfaces/IEmissionsHook.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IFeeAuction} from "../../../contracts/interfaces/IFeeAuction.sol";
import {IMillToken} from "../../../contracts/interfaces/IMillToken.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {TestToken} from "../../../contracts/test/TestToken.sol";
import {VM} from "../../support/Cheats.sol";
import {World} from "../../support/World.sol";
import {Standing} from "../../emissions/Standing.sol";

/// @title FeeAuction on Escrow with an honest token, one that blocks, and MILL; it counts what goes in and out
contract AuctionModel is IEmissionsHook {
    uint256 public constant OPERATORS = 4;
    uint256 public constant TOKENS = 3;
    uint256 private constant MILL = 1e18;

    IMillToken public mill;
    IParameters private parameters;
    IEscrow public escrow;
    IFeeAuction public auction;
    Standing public standing;
    address[3] public tokens;

    uint256 public time = 20_834 days;
    uint256 private nonce;
    mapping(bytes4 selector => uint256) public done;
    /// @dev MILL that operators got, by lot: seen in their wallets.
    mapping(uint256 lot => uint256) public rebates;
    /// @dev MILL that lots fetched: seen in the bidder's wallet, or in Escrow for lots of MILL.
    mapping(uint256 lot => uint256) public fetched;

    /// @dev It is the bidder, the payer, the controller of the payer's channels, governance and the holder of all MILL.
    constructor() {
        VM.warp(time);
        IMillToken.Allocation[] memory genesis = new IMillToken.Allocation[](1);
        genesis[0] = IMillToken.Allocation(address(this), 600_000_000 * MILL);
        mill = IMillToken(World.deploy("MillToken.sol:MillToken", abi.encode(genesis, address(this))));
        parameters = World.newParameters(address(this), address(this), _table());
        escrow = World.newEscrow(parameters, address(this));
        standing = new Standing();
        bytes memory arguments = abi.encode(mill, parameters, escrow, standing, address(this));
        auction = IFeeAuction(World.deploy("FeeAuction.sol:FeeAuction", arguments));
        standing.wire(this);
        address[] memory controllers = new address[](1);
        controllers[0] = address(this);
        escrow.wire(controllers, address(auction));
        tokens = [
            address(new TestToken("Six", 6)),
            World.deploy("HostileBlocklistToken.sol:HostileBlocklistToken", ""),
            address(mill)
        ];
        mill.approve(address(auction), type(uint256).max);
        for (uint256 i; i < TOKENS; ++i) _fund(tokens[i]);
        for (uint256 i; i < 2; ++i) auction.setTokenTerms(tokens[i], uint128(1_000_000 * MILL), 1e6);
    }

    /// @inheritdoc IEmissionsHook
    function accrue(address, bool) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc IEmissionsHook
    // solhint-disable-next-line no-empty-blocks
    function noteFall(address) external {}

    /// @inheritdoc IEmissionsHook
    // solhint-disable-next-line no-empty-blocks
    function settleFall(address) external {}

    /// @inheritdoc IEmissionsHook
    // solhint-disable-next-line no-empty-blocks
    function noteNodes(address) external {}

    function operator(uint256 i) public pure returns (address) {
        return address(uint160(0x0be7a + i));
    }

    function wait(uint256 duration) external {
        time += duration;
    }

    function arrive() public {
        VM.warp(time);
    }

    function setMultiplier(uint256 i, uint256 bps) external {
        standing.setMultiplier(operator(i), bps);
    }

    function setShare(uint256 bps) external {
        arrive();
        if (parameters.value("rebateShareBps") != bps) parameters.set("rebateShareBps", uint96(bps));
    }

    function setBlocked(bool blocked) external {
        (bool ok, ) = tokens[1].call(abi.encodeWithSignature("setBlocked(address,bool)", address(this), blocked));
        assert(ok);
    }

    /// @dev A payment on which an operator owes the protocol `fee`.
    function earnFee(uint256 token, uint256 i, uint256 fee) external {
        arrive();
        address at = tokens[token];
        ++nonce;
        escrow.openControlled(address(this), operator(i), at, address(this), nonce, fee, 10_000);
        IEscrow.ChannelTerms memory terms = IEscrow.ChannelTerms(
            address(this),
            address(this),
            operator(i),
            at,
            address(this),
            nonce
        );
        escrow.closeAmount(terms, fee);
    }

    function act(bytes calldata data) external returns (bool ok) {
        arrive();
        uint256 id = auction.lastLot();
        bytes4 selector = bytes4(data);
        if (selector != IFeeAuction.collect.selector) id = abi.decode(data[4:], (uint256));
        uint256 held = mill.balanceOf(address(this));
        uint256 inEscrow = escrow.freeBalance(address(auction), address(mill));
        uint256 operatorsHeld = _operatorsHold();
        (ok, ) = address(auction).call(data);
        if (!ok) return false;
        ++done[selector];
        rebates[id] += _operatorsHold() - operatorsHeld;
        if (selector == IFeeAuction.bid.selector) fetched[id] += held - mill.balanceOf(address(this));
        if (selector == IFeeAuction.redeem.selector) {
            fetched[id] += inEscrow - escrow.freeBalance(address(auction), address(mill));
        }
    }

    function _operatorsHold() private view returns (uint256 sum) {
        for (uint256 i; i < OPERATORS; ++i) sum += mill.balanceOf(operator(i));
    }

    function _fund(address token) private {
        parameters.setPaymentToken(token, true);
        uint256 amount = 100_000_000 * MILL;
        if (token != address(mill)) TestToken(token).mint(address(this), amount);
        TestToken(token).approve(address(escrow), amount);
        escrow.deposit(token, amount);
    }

    function _table() private pure returns (IParameters.Definition[] memory table) {
        IParameters.Definition[] memory common = World.settings();
        table = new IParameters.Definition[](common.length + 4);
        uint256 n;
        for (; n < common.length; ++n) table[n] = common[n];
        table[n++] = IParameters.Definition("rebateShareBps", 7_000, 0, type(uint96).max, type(uint96).max, 0);
        table[n++] = IParameters.Definition("auctionHalfLifeSeconds", 20 minutes, 1, 1 days, 1 days, 0);
        table[n++] = IParameters.Definition("rebateDelaySeconds", 7 days, 1, 30 days, 7 days, 0);
        table[n++] = IParameters.Definition("rebateClaimSeconds", 90 days, 1, 365 days, 30 days, 0);
    }
}
