package io.rickyard.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.user.EmailAddress;
import io.rickyard.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailRoundsTest {

  private static final UUID ID = UUID.fromString("0190a000-0000-7000-8000-000000000001");
  private static final MailMessage MESSAGE =
      new MailMessage(
          MailPurpose.RECOVERY, new EmailAddress("bob@example.com"), "Hello", "a link\n");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));
  private final Queue queue = new Queue();
  private final List<MailMessage> carried = new ArrayList<>();
  private @Nullable MailNotCarried failure;
  private final MailRounds rounds =
      new MailRounds(
          queue,
          message -> {
            if (failure != null) {
              throw failure;
            }
            carried.add(message);
          },
          clock);

  @Test
  void whatWasCarriedIsGone() {
    // given
    queue.add(ID, MESSAGE, clock.instant());

    // when
    int count = rounds.run();

    // then
    assertThat(count).isEqualTo(1);
    assertThat(carried).containsExactly(MESSAGE);
    assertThat(queue.waiting).isEmpty();
  }

  @Test
  void whatWasNotTakenOverIsTriedAgainLaterAndLater() {
    // given
    queue.add(ID, MESSAGE, clock.instant());
    failure = new MailNotCarried("away", true, new IllegalStateException());

    // when
    rounds.run();
    rounds.run();

    // then
    assertThat(queue.postponed)
        .containsExactly(
            clock.instant().plus(Duration.ofSeconds(30)),
            clock.instant().plus(Duration.ofSeconds(60)));
    assertThat(queue.waiting).containsKey(ID);
  }

  @Test
  void addressThatIsRefusedIsGivenUpAtOnce() {
    // given
    queue.add(ID, MESSAGE, clock.instant());
    failure = new MailNotCarried("no such address", false, new IllegalStateException());

    // when
    rounds.run();

    // then
    assertThat(queue.waiting).isEmpty();
    assertThat(queue.postponed).isEmpty();
  }

  @Test
  void afterADayItIsGivenUp() {
    // given
    queue.add(ID, MESSAGE, clock.instant());
    failure = new MailNotCarried("away", true, new IllegalStateException());
    clock.advance(Duration.ofHours(25));

    // when
    rounds.run();

    // then
    assertThat(queue.waiting).isEmpty();
  }

  /** Hands out whatever waits, each time. */
  private static final class Queue implements MailQueue {

    private final Map<UUID, QueuedMail> waiting = new LinkedHashMap<>();
    private final List<Instant> postponed = new ArrayList<>();

    @Override
    public MailTransport transport() {
      return MailTransport.SMTP;
    }

    @Override
    public void add(UUID id, MailMessage message, Instant now) {
      waiting.put(id, new QueuedMail(id, message, now, 0));
    }

    @Override
    public List<QueuedMail> claim(int most, Instant now) {
      waiting.replaceAll(
          (id, mail) -> new QueuedMail(id, mail.message(), mail.createdAt(), mail.attempts() + 1));
      return List.copyOf(waiting.values());
    }

    @Override
    public void remove(UUID id) {
      waiting.remove(id);
    }

    @Override
    public void postpone(UUID id, Instant next) {
      postponed.add(next);
    }

    @Override
    public List<QueuedMail> newest(int most) {
      return List.copyOf(waiting.values());
    }
  }
}
