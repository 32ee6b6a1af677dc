package io.rickyard.service.trace;

import io.rickyard.messaging.Transaction;
import java.util.List;

/** Ends the spans of an effect with the transaction that it stands or falls with. */
public final class TransactionSpans {

  private static final String ROLLED_BACK = "rolled_back";

  private TransactionSpans() {}

  /** Lets the spans end with the commit, or as failed when it does not come to that. */
  public static void follow(Transaction transaction, List<Span> spans) {
    transaction.afterCommit(() -> spans.forEach(Span::end));
    transaction.afterRollback(() ->
        spans.forEach(span -> {
          span.fail(ROLLED_BACK);
          span.end();
        }));
  }
}
