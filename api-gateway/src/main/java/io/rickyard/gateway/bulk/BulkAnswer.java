package io.rickyard.gateway.bulk;

import io.micronaut.http.HttpResponse;
import io.rickyard.gateway.bulk.BulkTasks.Begun;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.task.TaskShape;
import org.jspecify.annotations.Nullable;

/**
 * What a request about many tasks began.
 *
 * @param matched how many tasks it is about
 * @param more whether the filter finds others beyond the limit
 * @param task the task that does it; none on a dry run or when nothing was found
 */
record BulkAnswer(int matched, boolean more, @Nullable TaskShape task) {

  static HttpResponse<BulkAnswer> of(Begun begun) {
    var answer = new BulkAnswer(begun.matched(), begun.more(), begun.task());
    var accepted = begun.accepted();
    return accepted == null
        ? HttpResponse.ok(answer)
        : AcceptingAnswer.headers(
            HttpResponse.accepted().body(answer), accepted.task(), accepted.position());
  }
}
