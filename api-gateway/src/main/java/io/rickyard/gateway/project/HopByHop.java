package io.rickyard.gateway.project;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/**
 * Headers that are meant for the next hop only (RFC 9110, section 7.6.1). Transfer-Encoding stays:
 * the codecs on both sides go by it.
 */
final class HopByHop {

  private static final List<String> NAMES =
      List.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade");

  private HopByHop() {}

  /** Whether somebody asks for, or agrees to, a WebSocket. */
  static boolean webSocket(HttpHeaders headers) {
    return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  static void takeOut(HttpHeaders headers) {
    for (var line : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (var name : line.split(",", -1)) {
        var named = name.strip();
        // Nobody may name away what says where a body ends.
        if (!named.isEmpty()
            && !named.equalsIgnoreCase("transfer-encoding")
            && !named.equalsIgnoreCase("content-length")
            && !named.equalsIgnoreCase("host")) {
          headers.remove(named);
        }
      }
    }
    NAMES.forEach(headers::remove);
  }

  /** Puts back what makes it one. */
  static void makeWebSocket(HttpHeaders headers) {
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
  }
}
