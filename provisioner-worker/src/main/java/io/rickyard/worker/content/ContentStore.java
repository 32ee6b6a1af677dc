package io.rickyard.worker.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import java.util.Optional;

/** Keeps what projects' members put into their stacks, encrypted. */
public interface ContentStore {

  /** What a project has; nothing where nobody has put in anything. */
  Contents open(ProjectRef project);

  /**
   * Changes it, one after the other for a project; nothing is changed when the change is refused.
   *
   * @throws IllegalStateException when there is no such project
   */
  <T> T change(ProjectRef project, Change<T> change) throws ContentRefused;

  /**
   * The same once: what is asked for again within a day is told what was told first, and nothing is
   * changed.
   */
  Answered changeOnce(ProjectRef project, RequestKey request, Change<JsonNode> change)
      throws ContentRefused;

  /**
   * Takes back a change for which there will be no task, and with it those of its section that were
   * made since; nothing where a task has come to it. Who asked for it may ask again.
   */
  void discard(ProjectRef project, Revision change);

  /** The source of a function of that digest, if it was kept and not replaced since. */
  Optional<FunctionSource> source(ProjectRef project, String slug, String sha256);

  /** What is done to contents. */
  @FunctionalInterface
  interface Change<T> {
    /** Makes the next contents of the present ones. */
    Changed<T> of(Contents now, Sources sources) throws ContentRefused;
  }

  /**
   * What is told.
   *
   * @param before whether it was told before
   */
  record Answered(JsonNode told, boolean before) {}

  /** The sources of a project's functions while its contents are changed. */
  interface Sources {
    /** Keeps one, until its function has another and a day has passed. */
    void keep(String slug, FunctionSource source);

    /** One that was kept. */
    Optional<FunctionSource> find(String slug, String sha256);
  }

  /**
   * What came of a change.
   *
   * @param contents what holds from now on
   * @param told what is told of it
   */
  record Changed<T>(Contents contents, T told) {}
}
