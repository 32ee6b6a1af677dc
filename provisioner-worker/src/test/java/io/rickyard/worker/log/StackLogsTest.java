package io.rickyard.worker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.testing.SettableClock;
import io.rickyard.worker.stack.FakeStackRuntime;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.TestStacks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StackLogsTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final FakeStackRuntime runtime = new FakeStackRuntime();
  private final MemoryStackVault vault = new MemoryStackVault();
  private final StackLogs logs = new StackLogs(runtime, vault, SettableClock.atNoon());
  private final StackRecord stack = stack();

  private StackRecord stack() {
    var project = TestStacks.project();
    var _ = vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty());
    return StackRecord.accepted(
        project, TestStacks.ORGANIZATION, StackProfile.DATABASE, "fake", Generation.FIRST);
  }

  private void write(String service, int nanos, String text) {
    write(stack.project(), service, nanos, text);
  }

  private void write(ProjectRef project, String service, int nanos, String text) {
    runtime.write(project, new LogLine(NOON.plusNanos(nanos), service, text));
  }

  private LogPage page(int limit) throws Exception {
    return logs.page(stack, new LogQuery(Set.of(), null, null, limit));
  }

  private LogPage after(Cursor place, int limit) throws Exception {
    return logs.page(stack, new LogQuery(Set.of(), null, place, limit));
  }

  private static List<String> texts(LogPage page) {
    return page.lines().stream().map(LogLine::text).toList();
  }

  @Test
  void linesOfAllServicesComeInTheirOrderInTime() throws Exception {
    // given
    write("db", 1, "a");
    write("db", 4, "d");
    write("meta", 2, "b");
    write("meta", 3, "c");

    // then
    assertThat(texts(page(10))).containsExactly("a", "b", "c", "d");
    assertThat(texts(page(2))).containsExactly("c", "d");
    assertThat(runtime.openFeeds()).isZero();
  }

  @Test
  void onlyTheServicesThatAreAskedForAreRead() throws Exception {
    // given
    write("db", 1, "a");
    write("meta", 2, "b");

    // when
    var page = logs.page(stack, new LogQuery(Set.of("meta"), null, null, 10));

    // then
    assertThat(page.lines()).containsExactly(new LogLine(NOON.plusNanos(2), "meta", "b"));
  }

  @Test
  void onesOwnLinesAreNeverMixedWithAnothersProject() throws Exception {
    // given
    write("db", 1, "mine");
    write(TestStacks.project(), "db", 1, "another's");

    // then
    assertThat(texts(page(10))).containsExactly("mine");
  }

  @Test
  void pagesGoOnWhereTheLastOneEndedHoweverManyLinesOneMomentHas() throws Exception {
    // given
    var random = new Random(1);
    int written = 200;
    for (int line = 0; line < written; line++) {
      write(random.nextBoolean() ? "db" : "meta", line / 25, Integer.toString(line));
    }
    var whole = texts(after(Cursor.START, 1000));

    // when
    var read = new ArrayList<String>();
    var place = Cursor.START;
    while (true) {
      var page = after(place, 7);
      if (page.lines().isEmpty()) {
        break;
      }
      read.addAll(texts(page));
      place = Cursor.parse(page.next().toString());
    }

    // then
    assertThat(whole).hasSize(written);
    assertThat(read).isEqualTo(whole);
  }

  @Test
  void aPlaceIsGoodForLinesThatAreWrittenLater() throws Exception {
    // given
    write("db", 1, "a");
    var place = page(10).next();

    // when
    write("db", 1, "b");
    write("db", 2, "c");

    // then
    assertThat(texts(after(place, 10))).containsExactly("b", "c");
  }

  @Test
  void whereNothingWasWrittenWhatComesIsNew() throws Exception {
    // given
    var place = page(10).next();

    // when
    write("db", 1, "a");

    // then
    assertThat(texts(after(place, 10))).containsExactly("a");
  }

  @Test
  void moreNewLinesThanExpectedAreAllRead() throws Exception {
    // given
    write("db", 0, "first");
    var place = page(10).next();

    // when
    for (int line = 1; line <= 500; line++) {
      write("db", line, "line " + line);
    }

    // then
    var newer = logs.newer(stack, new LogQuery(Set.of(), null, null, 1000), place);
    assertThat(newer.lines()).hasSize(500);
  }

  @Test
  void aStacksSecretsAreTakenOutInEveryFormTheyUsuallyHave() throws Exception {
    // given
    var secrets = vault.open(stack.project()).orElseThrow();
    write("db", 1, "password=" + secrets.superuserPassword() + " key=" + secrets.secretKey());
    write(
        "db",
        2,
        "postgres://u:"
            + java.net.URLEncoder.encode(
                secrets.dbPassword(), java.nio.charset.StandardCharsets.UTF_8)
            + "@db");

    // then
    assertThat(texts(page(10)))
        .containsExactly("password=[redacted] key=[redacted]", "postgres://u:[redacted]@db");
  }

  @Test
  void aStackWithoutSecretsIsNotRead() {
    vault.destroy(stack.project());

    assertThatThrownBy(() -> page(10)).isInstanceOf(RuntimeUnavailable.class);
  }

  @Test
  void longLinesAreCut() throws Exception {
    write("db", 1, "x".repeat(100_000));

    assertThat(page(10).lines().getFirst().text()).hasSize(LogLine.LONGEST + 1);
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Cursor.parse("12")).isInstanceOf(IllegalArgumentException.class);
  }
}
