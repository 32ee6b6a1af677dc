package io.rickyard.gateway.address;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.rickyard.contracts.stack.AddressRange;
import io.rickyard.service.InvalidSetting;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells from which address a request comes.
 *
 * <ol>
 *   <li>Whoever connects is the caller, unless the operator named it as a proxy.
 *   <li>A proxy adds at the end of its header for whom it asks. So the header is read backwards,
 *       past further proxies of the operator's, up to the first address that is none of them.
 *   <li>What stands before that, the caller may have written itself: it is not looked at. Where a
 *       word is no address the proxy that wrote it is the nearest that is known.
 * </ol>
 */
@Context
public final class CallerAddress {

  private static final String PROXIES = "rickyard.gateway.trusted-proxies";
  private static final String HEADER = "rickyard.gateway.forwarded-header";

  private final List<AddressRange> proxies;
  private final ForwardedHeader header;

  CallerAddress(
      @Value("${" + PROXIES + ":}") List<String> proxies,
      @Value("${" + HEADER + ":X-Forwarded-For}") String header) {
    this.proxies =
        proxies.stream()
            .map(String::strip)
            .filter(proxy -> !proxy.isEmpty())
            .map(CallerAddress::range)
            .toList();
    try {
      this.header = ForwardedHeader.named(header.strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(HEADER, "is neither X-Forwarded-For nor Forwarded", e);
    }
  }

  /** The address, as a text without brackets. */
  public String of(HttpRequest<?> request) {
    return find(request).getHostAddress();
  }

  /** Whether the request never left this machine. */
  public boolean local(HttpRequest<?> request) {
    return find(request).isLoopbackAddress();
  }

  /** The address of whoever is behind a peer, where the headers are not Micronaut's. */
  public InetAddress of(InetAddress peer, Function<String, List<String>> headers) {
    return of(peer, headers.apply(header.headerName()));
  }

  /** Whether the operator named this peer as a proxy, so that its headers count. */
  public boolean trusted(InetAddress peer) {
    return proxy(peer);
  }

  private InetAddress find(HttpRequest<?> request) {
    var peer = request.getRemoteAddress().getAddress();
    return of(peer, request.getHeaders().getAll(header.headerName()));
  }

  InetAddress of(InetAddress peer, List<String> lines) {
    if (!proxy(peer)) {
      return peer;
    }
    InetAddress nearest = peer;
    for (String element : ForwardedHeader.elements(lines).reversed()) {
      Optional<InetAddress> hop = header.hop(element);
      if (hop.isEmpty()) {
        return nearest;
      }
      nearest = hop.get();
      if (!proxy(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private boolean proxy(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  private static AddressRange range(String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(PROXIES, String.valueOf(e.getMessage()), e);
    }
  }
}
