package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.messaging.LetterId;
import io.rickyard.org.http.LetterForms.LetterForm;
import io.rickyard.org.http.LetterForms.ManyForm;
import io.rickyard.org.http.LetterForms.PageForm;
import io.rickyard.org.http.LetterForms.SummaryForm;
import io.rickyard.org.letter.Handling;
import io.rickyard.org.letter.LetterDesk;
import io.rickyard.org.letter.LetterState;
import io.rickyard.org.refusal.Refused;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages that consumers gave up, for the administrators of the installation. */
@Controller("/dead-messages")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class LetterController {

  private static final int USUAL_PER_PAGE = 50;
  private static final int MOST_PER_PAGE = 500;
  private static final int USUALLY_AT_ONCE = 100;
  private static final int MOST_AT_ONCE = 1_000;

  private final LetterDesk desk;
  private final Administrators administrators;

  LetterController(LetterDesk desk, Administrators administrators) {
    this.desk = desk;
    this.administrators = administrators;
  }

  @Get("{?limit,after}")
  PageForm list(
      Authentication authentication,
      HttpRequest<?> request,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    administrators.require(Caller.of(authentication));
    Map<String, String> filter = new LinkedHashMap<>();
    request.getParameters().forEach((name, values) -> filter.put(name, String.join(",", values)));
    filter.keySet().remove("limit");
    filter.keySet().remove("after");
    return PageForm.of(
        desk.list(
            LetterFilters.read(filter),
            LetterFilters.after(after),
            LetterFilters.limit(limit, USUAL_PER_PAGE, MOST_PER_PAGE)));
  }

  @Get("/{id}")
  LetterForm get(Authentication authentication, String id) {
    administrators.require(Caller.of(authentication));
    return LetterForm.alone(
        desk.find(letter(id)).orElseThrow(() -> Refused.notFound("dead message")));
  }

  @Post("/{id}/replay")
  LetterForm replay(Authentication authentication, HttpRequest<?> request, String id) {
    var handling = handling(authentication, request, LetterState.REPLAYED);
    return LetterForm.alone(desk.handle(letter(id), handling));
  }

  @Post("/{id}/drop")
  LetterForm drop(Authentication authentication, HttpRequest<?> request, String id) {
    var handling = handling(authentication, request, LetterState.DROPPED);
    return LetterForm.alone(desk.handle(letter(id), handling));
  }

  @Post("/replay")
  SummaryForm replayMany(
      Authentication authentication, HttpRequest<?> request, @Body ManyForm form) {
    return many(handling(authentication, request, LetterState.REPLAYED), form);
  }

  @Post("/drop")
  SummaryForm dropMany(Authentication authentication, HttpRequest<?> request, @Body ManyForm form) {
    return many(handling(authentication, request, LetterState.DROPPED), form);
  }

  private SummaryForm many(Handling handling, ManyForm form) {
    var filter = LetterFilters.waiting(form.filter());
    var after = LetterFilters.after(form.after());
    int most = LetterFilters.limit(form.limit(), USUALLY_AT_ONCE, MOST_AT_ONCE);
    return SummaryForm.of(
        form.isDryRun()
            ? desk.count(filter, after, handling, most)
            : desk.handle(filter, after, handling, most));
  }

  private Handling handling(
      Authentication authentication, HttpRequest<?> request, LetterState into) {
    var caller = Caller.of(authentication);
    administrators.require(caller);
    String email = caller.email();
    return new Handling(
        Callers.deed(authentication, request), email == null ? caller.subject() : email, into);
  }

  /** What is no id is no letter's. */
  private static LetterId letter(String id) {
    try {
      return LetterId.parse(id);
    } catch (IllegalArgumentException _) {
      throw Refused.notFound("dead message");
    }
  }
}
