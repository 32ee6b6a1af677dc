package io.rickyard.gateway.project;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.rickyard.gateway.address.CallerAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * Makes of a client's request the one a project's gateway gets. Forwarded headers are ours alone:
 * the caller's address as the operator's proxies tell it, the scheme, the name and the port that
 * the client used.
 */
@Singleton
final class RequestHead {

  private static final String FORWARDED = "forwarded";
  private static final String X_FORWARDED = "x-forwarded-";
  private static final String X_ENVOY = "x-envoy-";
  private static final String X_REAL_IP = "x-real-ip";
  private static final String PROTO = "X-Forwarded-Proto";

  private final CallerAddress addresses;
  private final OurSecrets ours;

  RequestHead(CallerAddress addresses, OurSecrets ours) {
    this.addresses = addresses;
    this.ours = ours;
  }

  /** Whether a project may be asked this at all; the target is a path. */
  static boolean passable(HttpRequest request) {
    return !request.method().equals(HttpMethod.CONNECT)
        && (request.uri().startsWith("/")
            || (request.uri().equals("*") && request.method().equals(HttpMethod.OPTIONS)));
  }

  HttpRequest of(HttpRequest request, Channel from) {
    var headers = request.headers().copy();
    var webSocket = HopByHop.webSocket(headers);
    var host = headers.get(HttpHeaderNames.HOST);
    var peer = ((InetSocketAddress) from.remoteAddress()).getAddress();
    var caller = addresses.of(peer, headers::getAll);
    var scheme = scheme(headers, from, peer);
    HopByHop.takeOut(headers);
    ours.takeOut(headers);
    forwarded(headers);
    headers.set("X-Forwarded-For", caller.getHostAddress());
    headers.set(PROTO, scheme);
    headers.set("X-Forwarded-Host", host);
    headers.set("X-Forwarded-Port", port(host, scheme));
    if (webSocket) {
      HopByHop.makeWebSocket(headers);
    }
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri(), headers);
  }

  private String scheme(HttpHeaders headers, Channel from, InetAddress peer) {
    var encrypted =
        from.pipeline().get(SslHandler.class) != null
            || (addresses.trusted(peer) && "https".equalsIgnoreCase(headers.get(PROTO)));
    return encrypted ? "https" : "http";
  }

  private static void forwarded(HttpHeaders headers) {
    for (var name : headers.names()) {
      var lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals(FORWARDED)
          || lower.equals(X_REAL_IP)
          || lower.startsWith(X_FORWARDED)
          || lower.startsWith(X_ENVOY)) {
        headers.remove(name);
      }
    }
  }

  private static String port(String host, String scheme) {
    var colon = host.lastIndexOf(':');
    if (colon >= 0) {
      return host.substring(colon + 1);
    }
    return scheme.equals("https") ? "443" : "80";
  }
}
