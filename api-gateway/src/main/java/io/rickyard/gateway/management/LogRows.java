package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.logsql.LogEntry;
import io.rickyard.gateway.logsql.LogSql;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers queries for lines from pages of what a project's services wrote. */
@Singleton
final class LogRows {

  private static final int PAGE = 1000;

  /** More would be read for one question only by keeping others waiting. */
  private static final int PAGES = 20;

  private final WorkerClient worker;

  LogRows(WorkerClient worker) {
    this.worker = worker;
  }

  /** A page on the wire. */
  record Page(List<Line> data, String next) {
    Page {
      data = List.copyOf(data);
      requireNonNull(next, "next");
    }

    private boolean full() {
      return data.size() >= PAGE;
    }
  }

  /** A line on the wire. */
  record Line(Instant at, String service, String text) {}

  /** A query, about whom, what and when. */
  record Question(ProjectRef project, Set<String> services, LogRange range, LogSql query) {
    Question {
      services = Set.copyOf(services);
    }

    private Target target() {
      return WorkerClient.logs(project)
          .with("service", String.join(",", services))
          .with("limit", PAGE);
    }

    private List<LogEntry> matching(Page page) {
      return page.data().stream()
          .filter(line -> range.holds(line.at()))
          .flatMap(
              line -> LogEntry.of(project.value(), line.at(), line.service(), line.text()).stream())
          .filter(query::matches)
          .toList();
    }
  }

  /** The rows that a query asks for. */
  List<Map<String, Object>> answer(Question question, Call call) {
    if (question.query().newestFirst()) {
      var last = page(question.target(), call);
      var matching = question.matching(last);
      boolean reachesBack =
          !last.full() || last.data().getFirst().at().isBefore(question.range().from());
      if (reachesBack || matching.size() >= question.query().limit()) {
        return question.query().select(matching);
      }
    }
    return question.query().select(all(question, call));
  }

  private List<LogEntry> all(Question question, Call call) {
    var matching = new ArrayList<LogEntry>();
    var target = question.target().with("since", question.range().from());
    for (int i = 0; i < PAGES; i++) {
      var page = page(target, call);
      matching.addAll(question.matching(page));
      if (!page.full() || page.data().getLast().at().isAfter(question.range().to())) {
        return matching;
      }
      target = question.target().with("after", page.next());
    }
    throw new RequestRefused(
        ErrorCode.RESULT_TOO_LARGE,
        "More than %d lines were written in that time: ask for a shorter one, or for fewer sources"
            .formatted(PAGE * PAGES));
  }

  private Page page(Target target, Call call) {
    return worker.logs(target, call).as(Page.class);
  }
}
