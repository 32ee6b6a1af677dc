package io.rickyard.org.snippet;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The snippets that a person may see: their own, and those that are for everybody who may see the
 * project. Snippets of projects that shall be gone are gone.
 */
public interface Snippets {

  /** How many a list has at most. */
  int PAGE = 100;

  /**
   * The oldest first, at most {@link #PAGE}.
   *
   * @param project of one project only
   * @param after those that come after this one
   */
  List<Snippet> of(UserId user, Optional<ProjectRef> project, @Nullable SnippetId after);

  /** One of them. */
  Snippet get(UserId user, SnippetId id);

  /** Keeps one. One for everybody needs what changing the project takes. */
  Snippet keep(Deed deed, ProjectRef project, SnippetText text);

  /** Changes one: one's own, or one for everybody by who may change the project. */
  Snippet change(Deed deed, SnippetId id, SnippetText text);

  /** Forgets one, as it is changed. */
  void forget(Deed deed, SnippetId id);
}
