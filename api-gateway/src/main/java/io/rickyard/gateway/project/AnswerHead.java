package io.rickyard.gateway.project;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.rickyard.gateway.edge.ProblemAnswer;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Arrays;

/** Makes of a project's answer, or of a refusal, what the client gets. */
final class AnswerHead {

  private AnswerHead() {}

  /** The head of an answer to this request. */
  static HttpResponse of(HttpResponse answer, HttpRequest request) {
    var headers = answer.headers().copy();
    var webSocket = answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    HopByHop.takeOut(headers);
    keepCookiesAtHome(headers);
    if (webSocket) {
      HopByHop.makeWebSocket(headers);
    }
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status(), headers);
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      // Such a client knows no chunks: the body ends with the connection.
      HttpUtil.setTransferEncodingChunked(head, false);
    } else if (body(answer, request) && !HttpUtil.isContentLengthSet(head)) {
      // It may have ended with the connection on the other side; it does not here.
      HttpUtil.setTransferEncodingChunked(head, true);
    }
    return head;
  }

  /** A refusal, for pages of any origin to read: there is nothing in it that is not public. */
  static FullHttpResponse refused(RequestRefused refusal, HttpRequest request) {
    return refusal.code() == ErrorCode.PROJECT_STARTING && WaitingPage.suits(request)
        ? WaitingPage.of(refusal)
        : problem(refusal);
  }

  private static FullHttpResponse problem(RequestRefused refusal) {
    var answer = ProblemAnswer.of(refusal.problem());
    var headers = answer.headers();
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    var retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds());
    }
    return answer;
  }

  private static boolean body(HttpResponse answer, HttpRequest request) {
    var code = answer.status().code();
    return !request.method().equals(HttpMethod.HEAD) && code >= 200 && code != 204 && code != 304;
  }

  /** A cookie for a whole domain would reach other projects, or this installation's pages. */
  private static void keepCookiesAtHome(HttpHeaders headers) {
    var cookies = headers.getAll(HttpHeaderNames.SET_COOKIE);
    if (!cookies.isEmpty()) {
      headers.set(
          HttpHeaderNames.SET_COOKIE,
          cookies.stream().filter(cookie -> !namesDomain(cookie)).toList());
    }
  }

  private static boolean namesDomain(String cookie) {
    return Arrays.stream(cookie.split(";", -1))
        .skip(1)
        .map(String::strip)
        .anyMatch(attribute -> attribute.regionMatches(true, 0, "domain", 0, "domain".length()));
  }
}
