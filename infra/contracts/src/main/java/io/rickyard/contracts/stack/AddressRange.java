package io.rickyard.contracts.stack;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike: {@code 10.0.0.0/8}, {@code fd00::/8}, or a single one.
 *
 * @param network one of them
 * @param prefix how many bits they share
 */
public record AddressRange(InetAddress network, int prefix) {

  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f.:]+)(?:/([0-9]{1,3}))?");

  /** Checks that the network has so many bits. */
  public AddressRange {
    if (prefix < 0 || prefix > bits(network)) {
      throw new IllegalArgumentException(
          "A prefix of %s has at most %d bits".formatted(network.getHostAddress(), bits(network)));
    }
  }

  /** Reads an address, or a network in CIDR notation; names are never looked up. */
  public static AddressRange parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no address and no network");
    }
    var network = InetAddress.ofLiteral(matcher.group(1));
    String prefix = matcher.group(2);
    return new AddressRange(network, prefix == null ? bits(network) : Integer.parseInt(prefix));
  }

  /** Whether an address is one of them; one of the other family never is. */
  public boolean contains(InetAddress address) {
    return bits(address) == bits(network) && shared(address).equals(shared(network));
  }

  private BigInteger shared(InetAddress address) {
    return new BigInteger(1, address.getAddress()).shiftRight(bits(network) - prefix);
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * 8;
  }
}
