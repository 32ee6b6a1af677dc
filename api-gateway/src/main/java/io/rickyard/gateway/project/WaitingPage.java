package io.rickyard.gateway.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.rickyard.service.problem.RequestRefused;

/** What a browser shows until a project is up: it loads the page again by itself. */
final class WaitingPage {

  private static final long USUAL_SECONDS = 3;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta http-equiv="refresh" content="SECONDS">
      <title>Starting</title>
      <style>
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 28rem; padding: 1rem;
               color-scheme: light dark; }
      </style>
      <h1>This project is starting</h1>
      <p>The page loads again by itself as soon as it is there.</p>
      </html>
      """;

  private WaitingPage() {}

  /** Whether a browser wants to show the answer to a person. */
  static boolean suits(HttpRequest request) {
    var accept = request.headers().get(HttpHeaderNames.ACCEPT);
    return request.method().equals(HttpMethod.GET)
        && accept != null
        && accept.contains("text/html")
        && !"cors".equals(request.headers().get("Sec-Fetch-Mode"));
  }

  static FullHttpResponse of(RequestRefused refusal) {
    var wait = refusal.retryAfter();
    var seconds = wait == null ? USUAL_SECONDS : wait.toSeconds();
    var page = PAGE.replace("SECONDS", Long.toString(seconds)).getBytes(UTF_8);
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(refusal.code().status()),
            Unpooled.wrappedBuffer(page));
    var headers = answer.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, page.length);
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    headers.set(HttpHeaderNames.RETRY_AFTER, seconds);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    return answer;
  }
}
