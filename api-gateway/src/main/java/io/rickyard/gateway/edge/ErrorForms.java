package io.rickyard.gateway.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.rickyard.gateway.management.HostedOperations;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.Problem;
import java.util.regex.Pattern;

/**
 * Gives a refusal the form that a path's clients can read: the Management API's on its own paths,
 * GoTrue's on its own, a problem everywhere else.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ErrorForms implements Ordered {

  private static final Pattern MANAGEMENT =
      Pattern.compile("/v[12]/(?:organizations|projects|profile|branches|snippets|oauth)(?:/.*)?");
  private static final String API_VERSION = "X-Supabase-Api-Version";

  private final HostedOperations hosted;

  ErrorForms(HostedOperations hosted) {
    this.hosted = hosted;
  }

  @Override
  public int getOrder() {
    return Edge.ERROR_FORMS;
  }

  @ResponseFilter
  void shape(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (!(response.body() instanceof Problem refusal)) {
      return;
    }
    if (MANAGEMENT.matcher(request.getPath()).matches()) {
      var problem = offered(request, refusal);
      response.status(problem.status());
      response.body(new ManagementError(message(problem), problem.code()));
      response.contentType(MediaType.APPLICATION_JSON_TYPE);
    } else if (request.getPath().startsWith("/auth/v1/")) {
      goTrue(request, response, refusal);
    }
  }

  /** Where no route is, there may be a reason why. */
  private Problem offered(HttpRequest<?> request, Problem refusal) {
    if (refusal.status() != 404 && refusal.status() != 405) {
      return refusal;
    }
    return hosted
        .whyNot(request.getMethodName(), request.getPath())
        .map(reason -> Problem.of(ErrorCode.NOT_OFFERED, reason))
        .orElse(refusal);
  }

  private static void goTrue(
      HttpRequest<?> request, MutableHttpResponse<?> response, Problem problem) {
    String version = request.getHeaders().get(API_VERSION);
    if (version == null) {
      response.body(new OldGoTrueError(problem.status(), problem.code(), message(problem)));
    } else {
      response.header(API_VERSION, "2024-01-01");
      response.body(new GoTrueError(problem.code(), message(problem)));
    }
    response.contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static String message(Problem problem) {
    return problem.detail() == null ? problem.title() : problem.detail();
  }

  /** What the Management API's clients read. */
  record ManagementError(String message, String code) {}

  /** What GoTrue's clients read since 2024. */
  record GoTrueError(String code, String message) {}

  /** What GoTrue's clients read before. */
  record OldGoTrueError(int code, String errorCode, String msg) {}
}
