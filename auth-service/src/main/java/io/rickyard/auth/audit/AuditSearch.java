package io.rickyard.auth.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what was done. */
public interface AuditSearch {

  /**
   * A page of what a filter finds, the newest first.
   *
   * @param after where the page before ended; the first page, when there is none
   */
  List<AuditEntry> find(AuditFilter filter, @Nullable AuditPlace after, int limit);
}
