package io.rickyard.cli.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseParserTest {
  private final SseParser parser = new SseParser(null);

  @Test
  void linesOfDataAreJoinedByLineFeeds() {
    // when
    var events = parse("event: task", "data: {\"a\":", "data: 1}", "id: e1-7", "");

    // then
    assertThat(events).containsExactly(new ServerSentEvent("e1-7", "task", "{\"a\":\n1}"));
  }

  @Test
  void eventWithoutNameIsAMessageAndKeepsTheLastId() {
    // when
    var events = parse("id: 3", "data: a", "", "data: b", "");

    // then
    assertThat(events)
        .containsExactly(
            new ServerSentEvent("3", "message", "a"), new ServerSentEvent("3", "message", "b"));
  }

  @Test
  void eventThatBrokeOffIsNeitherSeenNorCountedAsSeen() {
    // given
    parse("id: e1-7", "data: whole", "", "event: stack", "id: e1-8", "data: {\"a\"");

    // when
    parser.forgetUnfinished();

    // then
    assertThat(parser.lastId()).contains("e1-7");
    assertThat(parse("id: e1-8", "data: {}", ""))
        .containsExactly(new ServerSentEvent("e1-8", "message", "{}"));
  }

  @Test
  void frameWithOnlyAnIdMovesThePositionOn() {
    // when
    var events = parse("id: e1-9", "");

    // then
    assertThat(events).containsExactly(new ServerSentEvent("e1-9", "message", ""));
    assertThat(parser.lastId()).contains("e1-9");
  }

  @Test
  void commentsAndUnknownFieldsAreNoEvents() {
    // when
    var events = parse(": keep-alive", "", "colour: green", "event: task", "");

    // then
    assertThat(events).isEmpty();
  }

  @Test
  void onlyOneSpaceAfterTheColonIsDropped() {
    // when
    var events = parse("data:  indented", "data:tight", "data", "");

    // then
    assertThat(events).containsExactly(new ServerSentEvent(null, "message", " indented\ntight\n"));
  }

  @Test
  void serverMayAskForAPauseBeforeTheNextConnection() {
    // when
    parse("retry: 1500", "retry: soon");

    // then
    assertThat(parser.retry()).contains(Duration.ofMillis(1500));
  }

  @Test
  void resumedStreamStartsAtTheGivenId() {
    assertThat(new SseParser("e1-4").lastId()).contains("e1-4");
  }

  private List<ServerSentEvent> parse(String... lines) {
    return List.of(lines).stream().map(parser::line).flatMap(Optional::stream).toList();
  }
}
