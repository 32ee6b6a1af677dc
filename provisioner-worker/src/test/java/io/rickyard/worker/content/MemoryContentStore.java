package io.rickyard.worker.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Contents in memory. */
public final class MemoryContentStore implements ContentStore {

  private record Key(ProjectRef project, String slug, String sha256) {}

  private final Map<ProjectRef, Contents> contents = new ConcurrentHashMap<>();
  private final Map<Key, FunctionSource> kept = new ConcurrentHashMap<>();
  private final Map<RequestKey, JsonNode> answers = new ConcurrentHashMap<>();

  @Override
  public Contents open(ProjectRef project) {
    return contents.getOrDefault(project, Contents.NONE);
  }

  @Override
  public synchronized <T> T change(ProjectRef project, Change<T> change) throws ContentRefused {
    var changed =
        change.of(
            open(project),
            new Sources() {
              @Override
              public void keep(String slug, FunctionSource source) {
                kept.put(new Key(project, slug, source.sha256()), source);
              }

              @Override
              public Optional<FunctionSource> find(String slug, String sha256) {
                return source(project, slug, sha256);
              }
            });
    contents.put(project, changed.contents());
    return changed.told();
  }

  @Override
  public synchronized Answered changeOnce(
      ProjectRef project, RequestKey request, Change<JsonNode> change) throws ContentRefused {
    var before = answers.get(request);
    if (before != null) {
      return new Answered(before, true);
    }
    var told = change(project, change);
    answers.put(request, told);
    return new Answered(told, false);
  }

  @Override
  public void discard(ProjectRef project, Revision change) {
    // No task comes to anything here.
  }

  @Override
  public Optional<FunctionSource> source(ProjectRef project, String slug, String sha256) {
    return Optional.ofNullable(kept.get(new Key(project, slug, sha256)));
  }
}
