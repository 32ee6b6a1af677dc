package io.rickyard.gateway.setting;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.call.AcceptingAnswer;
import java.util.Optional;

/** What an answer about settings says beside them. */
final class SettingsAnswer {

  /** Why they have no effect. */
  static final String NOT_APPLIED = "Rickyard-Not-Applied";

  /** Whether the service takes some of them only at its next restart. */
  static final String AWAITS_RESTART = "Rickyard-Awaits-Restart";

  private SettingsAnswer() {}

  static <T> MutableHttpResponse<T> of(SectionSettings settings, T body) {
    var answer = HttpResponse.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store");
    var why = settings.notApplied();
    if (why != null) {
      answer.header(NOT_APPLIED, why);
    }
    var awaits = settings.chosen().awaitsRestart();
    if (awaits != null) {
      answer.header(AWAITS_RESTART, awaits.toString());
    }
    return answer;
  }

  /** The same after a change, with the task that made it. */
  static <T> MutableHttpResponse<T> after(
      Optional<Accepted> change, MutableHttpResponse<T> answer) {
    return change.isEmpty()
        ? answer
        : AcceptingAnswer.headers(answer, change.get().task(), change.get().position());
  }
}
