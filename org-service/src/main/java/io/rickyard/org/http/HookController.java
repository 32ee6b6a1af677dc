package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.hook.Deliveries;
import io.rickyard.org.hook.HookKeeper;
import io.rickyard.org.hook.HookProvider;
import io.rickyard.org.hook.Hooks;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Administration of inbound hooks. */
@Controller("/hooks")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class HookController {

  private static final int MOST_PER_PAGE = 100;
  private static final int USUAL_PER_PAGE = 50;

  private final Hooks hooks;
  private final HookKeeper keeper;
  private final Deliveries deliveries;
  private final Inputs inputs;
  private final Clock clock;

  HookController(
      Hooks hooks, HookKeeper keeper, Deliveries deliveries, Inputs inputs, Clock clock) {
    this.hooks = hooks;
    this.keeper = keeper;
    this.deliveries = deliveries;
    this.inputs = inputs;
    this.clock = clock;
  }

  @Get("{?organization}")
  HookForms.Page<HookForms.HookForm> list(
      Authentication authentication, @Nullable @QueryValue String organization) {
    if (organization == null) {
      throw new Refused(Refusal.INVALID, "Name an organization");
    }
    var found = hooks.of(Callers.user(authentication), Reading.organization(organization));
    var now = clock.instant();
    return new HookForms.Page<>(
        found.stream().map(hook -> HookForms.HookForm.of(hook, now)).toList(), null);
  }

  @Post
  @Status(HttpStatus.CREATED)
  HttpResponse<HookForms.HookForm> create(
      Authentication authentication, HttpRequest<?> request, @Body HookForms.NewHook form) {
    var token = form.token();
    var made =
        keeper.make(
            Callers.deed(authentication, request),
            Callers.idempotencyKey(request),
            Reading.organization(form.organization()),
            Reading.of(() -> new DisplayName(form.name())),
            Reading.of(() -> HookProvider.named(form.provider())),
            form.rule().read(inputs),
            token == null ? null : token.read());
    return Replays.marked(
        HttpResponse.created(HookForms.HookForm.of(made.value(), clock.instant())), made);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  void delete(Authentication authentication, HttpRequest<?> request, String id) {
    hooks.delete(Callers.deed(authentication, request), Reading.hook(id));
  }

  @Post("/{id}/rotate")
  HttpResponse<HookForms.RotatedForm> rotate(
      Authentication authentication, HttpRequest<?> request, String id) {
    var rotated =
        keeper.rotate(
            Callers.deed(authentication, request),
            Callers.idempotencyKey(request),
            Reading.hook(id));
    return Replays.marked(HttpResponse.ok(HookForms.RotatedForm.of(rotated.value())), rotated);
  }

  @Get("/{id}/deliveries{?limit,after}")
  HookForms.Page<HookForms.DeliveryForm> deliveries(
      Authentication authentication,
      String id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    int size = limit == null ? USUAL_PER_PAGE : limit;
    if (size < 1 || size > MOST_PER_PAGE) {
      throw new Refused(Refusal.INVALID, "limit lies between 1 and " + MOST_PER_PAGE);
    }
    var page = deliveries.list(Callers.user(authentication), Reading.hook(id), before(after), size);
    return new HookForms.Page<>(
        page.stream().map(HookForms.DeliveryForm::of).toList(),
        page.size() < size ? null : Long.toString(page.getLast().number()));
  }

  private static long before(@Nullable String after) {
    if (after == null) {
      return Long.MAX_VALUE;
    }
    if (!after.matches("[0-9]{1,18}")) {
      throw new Refused(Refusal.INVALID, "after is the next of a page before");
    }
    return Long.parseLong(after);
  }
}
