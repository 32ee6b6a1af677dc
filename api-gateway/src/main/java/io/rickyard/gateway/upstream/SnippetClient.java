package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL that people keep beside projects, at org-service. */
@Singleton
public final class SnippetClient {

  /** How many a list has at most. */
  public static final int PAGE = 100;

  private static final Target SNIPPETS = Target.of(Upstream.ORG, "/snippets");
  private static final Target PROJECTS = Target.of(Upstream.ORG, "/projects");

  private final InternalHttp http;

  SnippetClient(InternalHttp http) {
    this.http = http;
  }

  /** Those that the caller may see, the oldest first, after one of them. */
  public List<SnippetView> list(@Nullable ProjectRef project, @Nullable String after, Call call) {
    return http.get(SNIPPETS.with("project", project).with("after", after), call)
        .as(new TypeReference<>() {});
  }

  /** One of them. */
  public SnippetView get(String id, Call call) {
    return http.get(SNIPPETS.segment(id), call).as(SnippetView.class);
  }

  /** Has one kept. */
  public SnippetView keep(ProjectRef project, Object text, Call call) {
    var target = PROJECTS.segment(project.value()).segment("snippets");
    return http.send("POST", target, text, call).as(SnippetView.class);
  }

  /** Has one changed. */
  public SnippetView change(SnippetView snippet, Object text, Call call) {
    var target = SNIPPETS.segment(snippet.id().toString());
    return http.send("PUT", target, text, call).as(SnippetView.class);
  }

  /** Has one forgotten. */
  public void forget(SnippetView snippet, Call call) {
    http.send("DELETE", SNIPPETS.segment(snippet.id().toString()), null, call);
  }
}
