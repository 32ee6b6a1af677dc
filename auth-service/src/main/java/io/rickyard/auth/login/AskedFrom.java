package io.rickyard.auth.login;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where a request came from, seen from who is to decide about it. */
public enum AskedFrom {
  /** The very address that the deciding person has. */
  YOUR_ADDRESS,
  /** The machine that Rickyard runs on. */
  THIS_MACHINE,
  /** An address that only private networks have (RFC 1918, RFC 4193). */
  PRIVATE_NETWORK,
  /** Any other. */
  ELSEWHERE,
  /** A proxy does not say. */
  UNKNOWN;

  /**
   * Tells it.
   *
   * @param asked the address that the request came from
   * @param own the address of who decides
   */
  public static AskedFrom of(@Nullable String asked, @Nullable String own) {
    if (asked == null) {
      return UNKNOWN;
    }
    try {
      var address = InetAddress.ofLiteral(asked);
      if (address.isLoopbackAddress()) {
        return THIS_MACHINE;
      }
      if (own != null && address.equals(InetAddress.ofLiteral(own))) {
        return YOUR_ADDRESS;
      }
      boolean uniqueLocal = (address.getAddress()[0] & 0xfe) == 0xfc;
      boolean ipv6 = address.getAddress().length > 4;
      return address.isSiteLocalAddress() || address.isLinkLocalAddress() || (ipv6 && uniqueLocal)
          ? PRIVATE_NETWORK
          : ELSEWHERE;
    } catch (IllegalArgumentException _) {
      return UNKNOWN;
    }
  }
}
