package io.rickyard.gateway.branch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rickyard.gateway.upstream.BranchClient;
import org.jspecify.annotations.Nullable;

/**
 * Says other things of a branch; what is left out stays as it is.
 *
 * @param branchName what it is called
 * @param gitBranch the branch of the repository that it stands for
 * @param prNumber the pull request that it is for
 * @param persistent whether it is meant to stay
 * @param resetOnPush not offered: a push never takes data away
 * @param status not offered: a status is what was observed
 * @param requestReview not offered: nobody is asked to review
 * @param notifyUrl not offered: webhooks and streams tell what happens
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record BranchChange(
    @Nullable String branchName,
    @Nullable String gitBranch,
    @Nullable Integer prNumber,
    @Nullable Boolean persistent,
    @Nullable Boolean resetOnPush,
    @Nullable String status,
    @Nullable Boolean requestReview,
    @Nullable String notifyUrl) {

  BranchClient.Note note() {
    NotOffered.when(
        Boolean.TRUE.equals(resetOnPush),
        "reset_on_push: a push brings migrations and takes nothing away; reset it yourself");
    NotOffered.when(
        status != null, "status: it is what the last task that brought migrations says");
    NotOffered.when(
        Boolean.TRUE.equals(requestReview), "request_review: nobody is asked to review here");
    NotOffered.notifyUrl(notifyUrl);
    return new BranchClient.Note(branchName, gitBranch, prNumber, persistent, null);
  }
}
