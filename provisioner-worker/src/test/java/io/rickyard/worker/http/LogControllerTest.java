package io.rickyard.worker.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.http.sse.Event;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.SettableClock;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.stack.FakeStackRuntime;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.TestStacks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class LogControllerTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final MemoryStackVault vault = new MemoryStackVault();
  private final FakeStackRuntime runtime = new FakeStackRuntime();
  private final Memberships memberships = new Memberships();
  private final LogController controller =
      new LogController(
          new VisibleStacks(ledger, memberships), runtime, vault, SettableClock.atNoon());
  private final ProjectRef project = project();

  private ProjectRef project() {
    var ref = TestStacks.project();
    ledger.put(
        StackRecord.accepted(
            ref, TestStacks.ORGANIZATION, StackProfile.DATABASE, "fake", Generation.FIRST));
    var _ = vault.openOrCreate(ref, TestStacks.ORGANIZATION, Optional.empty());
    tell(new OrganizationEvent.MemberAdded(NOON, "member", Role.MEMBER));
    return ref;
  }

  private void tell(OrganizationEvent event) {
    memberships.apply(new OrganizationEvents(TestStacks.ORGANIZATION, List.of(event)));
  }

  private void write(int nanos, String text) {
    runtime.write(project, new LogLine(NOON.plusNanos(nanos), "db", text));
  }

  private static Authentication session(String user) {
    return Authentication.build(user, Map.of("kind", "session", "sid", "a-session"));
  }

  private List<String> page(@Nullable String since, @Nullable String after) throws Exception {
    return controller
        .page(session("member"), project.value(), null, since, after, 10)
        .data()
        .stream()
        .map(LogLine::text)
        .toList();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void whoIsNoMemberFindsNothing() {
    for (var ref : List.of(project.value(), TestStacks.project().value(), "no-reference")) {
      var user = session(ref.equals(project.value()) ? "stranger" : "member");
      assertRefused(ErrorCode.NOT_FOUND, () -> controller.page(user, ref, null, null, null, 10));
      assertRefused(ErrorCode.NOT_FOUND, () -> controller.stream(user, ref, null, null, null, 10));
    }
  }

  @Test
  void aTimeSpanCountsBackFromNow() throws Exception {
    // given
    runtime.write(project, new LogLine(NOON.minusSeconds(700), "db", "old"));
    runtime.write(project, new LogLine(NOON.minusSeconds(500), "db", "new"));

    // then
    assertThat(page("PT10M", null)).containsExactly("new");
    assertThat(page("2026-11-20T11:00:00Z", null)).containsExactly("old", "new");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertRefused(ErrorCode.INVALID_REQUEST, () -> page("yesterday", null));
    assertRefused(ErrorCode.INVALID_REQUEST, () -> page(null, "somewhere"));
    assertRefused(
        ErrorCode.INVALID_REQUEST,
        () -> controller.page(session("member"), project.value(), null, null, null, 0));
  }

  @Test
  void whatCannotBeReadNowSaysSo() {
    // given
    runtime.away(true);

    // then
    assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> page(null, null));
  }

  /** A client that takes what it asks for. */
  private static final class Client implements Subscriber<Event<String>> {
    private final List<Event<String>> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Subscription subscription;

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
    }

    void ask(int events) {
      requireNonNull(subscription).request(events);
    }

    void leave() {
      requireNonNull(subscription).cancel();
    }

    @Override
    public void onNext(Event<String> event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      ended.countDown();
    }

    List<String> texts() {
      return events.stream()
          .filter(event -> "line".equals(event.getName()))
          .map(event -> event.getData().replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"))
          .toList();
    }
  }

  private Client stream(@Nullable String last) {
    var client = new Client();
    controller.stream(session("member"), project.value(), null, null, last, 10).subscribe(client);
    return client;
  }

  @Test
  void aStreamGoesOnWithWhatIsWrittenAndIsTakenUpAgain() {
    // given
    write(1, "a");
    var client = stream(null);
    client.ask(100);
    Eventually.until(() -> client.texts().equals(List.of("a")));

    // when
    write(2, "b");

    // then
    Eventually.until(() -> client.texts().equals(List.of("a", "b")));
    client.leave();
    var again = stream(client.events.getFirst().getId());
    again.ask(100);
    Eventually.until(() -> again.texts().equals(List.of("b")));
    again.leave();
  }

  @Test
  void aStreamOfASilentStackBeginsAtOnceAndSaysNothingMore() {
    // given
    var client = stream(null);
    client.ask(100);

    // then
    Eventually.until(() -> !client.events.isEmpty());
    write(1, "a");
    Eventually.until(() -> client.texts().equals(List.of("a")));
    assertThat(client.events).extracting(Event::getName).containsExactly("alive", "line");
    client.leave();
  }

  @Test
  void nothingIsReadAheadOfAReaderWhoTakesNothing() {
    // given
    for (int line = 0; line < 10; line++) {
      write(line, "line " + line);
    }
    var client = stream(null);

    // when
    client.ask(3);

    // then
    Eventually.until(() -> client.events.size() == 3);
    write(11, "later");
    assertThat(client.events).hasSize(3);
    assertThat(runtime.openFeeds()).isZero();
    client.leave();
  }

  @Test
  void aStreamEndsWithTheRightToSeeIt() {
    // given
    write(1, "a");
    var client = stream(null);
    client.ask(100);
    Eventually.until(() -> client.texts().size() == 1);

    // when
    tell(new OrganizationEvent.MemberRemoved(NOON, "member"));

    // then
    Eventually.within(Duration.ofSeconds(5)).until(() -> client.ended.getCount() == 0);
    assertThat(client.events).last().extracting(Event::getName).isEqualTo("end");
  }

  @Test
  void aStreamSaysOnceWhyNothingCanBeReadAndGoesOn() {
    // given
    runtime.away(true);
    var client = stream(null);
    client.ask(100);
    Eventually.until(() -> !client.events.isEmpty());

    // when
    runtime.away(false);
    write(1, "a");

    // then
    Eventually.until(() -> client.texts().equals(List.of("a")));
    assertThat(client.events).extracting(Event::getName).containsExactly("away", "line");
    client.leave();
  }
}
