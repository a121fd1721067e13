// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {TestToken} from "../../contracts/test/TestToken.sol";
import {VM} from "../support/Cheats.sol";
import {Check} from "../support/Check.sol";
import {World} from "../support/World.sol";

/// @title One buyer, one operator, and any token between them
abstract contract TokenWorld is Check {
    uint256 internal constant BUYER_KEY = 1;
    uint256 internal constant FEE_BPS = 200;

    IEscrow internal escrow;
    IParameters internal parameters;
    address internal buyer = VM.addr(BUYER_KEY);
    address internal operator = VM.addr(2);
    address internal attacker = VM.addr(3);
    address internal collector = VM.addr(4);
    uint256 private nonces;

    function setUp() external {
        VM.warp(1_800_000_000);
        parameters = World.newParameters(address(this), address(this));
        escrow = World.newEscrow(parameters, address(this));
        escrow.wire(new address[](0), collector);
    }

    /// @dev Deploy a token of `contracts/test` and put it on the payment-token list.
    function listed(string memory name) internal returns (TestToken) {
        return listed(TestToken(World.deploy(name, "")));
    }

    function listed(TestToken token) internal returns (TestToken) {
        parameters.setPaymentToken(address(token), true);
        return token;
    }

    /// @dev Give `account` what it deposits. Answers what Escrow credited.
    function deposit(TestToken token, address account, uint256 amount) internal returns (uint256) {
        token.mint(account, amount);
        approve(address(token), account, amount);
        VM.prank(account);
        return escrow.deposit(address(token), amount);
    }

    function approve(address token, address account, uint256 amount) internal {
        VM.prank(account);
        // Some tokens answer nothing.
        (bool ok, ) = token.call(abi.encodeCall(IERC20.approve, (address(escrow), amount)));
        check(ok, "approved");
    }

    function open(address token, uint256 amount) internal returns (IEscrow.ChannelTerms memory) {
        return open(token, operator, amount);
    }

    function open(
        address token,
        address operator_,
        uint256 amount
    ) internal returns (IEscrow.ChannelTerms memory terms) {
        terms = IEscrow.ChannelTerms(buyer, address(0), operator_, token, buyer, nonces++);
        VM.prank(buyer);
        escrow.open(operator_, token, buyer, terms.nonce, amount);
    }

    function signed(
        IEscrow.ChannelTerms memory terms,
        uint256 cumulative
    ) internal view returns (IEscrow.Claim[] memory claims) {
        uint160 salt = escrow.saltOf(terms.payer, terms.controller, terms.nonce);
        bytes32 digest = escrow.voucherDigest(terms.operator, terms.token, salt, uint96(cumulative));
        (bytes32 r, bytes32 vs) = VM.signCompact(BUYER_KEY, digest);
        claims = new IEscrow.Claim[](1);
        claims[0] = IEscrow.Claim((uint256(salt) << 96) | cumulative, r, vs);
    }

    function settle(IEscrow.ChannelTerms memory terms, uint256 cumulative) internal returns (uint256) {
        return escrow.settle(terms.operator, terms.token, signed(terms, cumulative))[0];
    }

    function withdraw(address account, address token, uint256 amount, address to) internal {
        VM.prank(account);
        escrow.withdraw(token, amount, to);
    }

    function free(address account, address token) internal view returns (uint256) {
        return escrow.freeBalance(account, token);
    }

    function held(address token) internal view returns (uint256) {
        return IERC20(token).balanceOf(address(escrow));
    }

    function net(address operator_, address token) internal view returns (uint256 net_) {
        (net_, ) = escrow.earnings(operator_, token);
    }

    function one(address account) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }
}
