package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.branch.Branch;
import io.rickyard.org.branch.Branches;
import io.rickyard.org.organization.UserId;
import java.util.List;

/** Branches of projects. They are deleted as projects are. */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
final class BranchController {

  private final Branches branches;

  BranchController(Branches branches) {
    this.branches = branches;
  }

  @Get("/projects/{ref}/branches")
  List<BranchForms.BranchForm> list(Authentication authentication, String ref) {
    return branches.of(Callers.user(authentication), Reading.project(ref)).stream()
        .map(BranchForms.BranchForm::of)
        .toList();
  }

  @Post("/projects/{ref}/branches")
  @Status(HttpStatus.CREATED)
  BranchForms.MadeForm make(
      Authentication authentication,
      HttpRequest<?> request,
      String ref,
      @Body BranchForms.NewBranch form) {
    return BranchForms.MadeForm.of(
        branches.make(
            Callers.deed(authentication, request),
            Reading.project(ref),
            form.note(),
            form.where(),
            Callers.idempotencyKey(request)));
  }

  @Get("/branches/{branch}")
  BranchForms.BranchForm get(Authentication authentication, String branch) {
    return BranchForms.BranchForm.of(find(Callers.user(authentication), branch));
  }

  @Patch("/branches/{branch}")
  BranchForms.BranchForm change(
      Authentication authentication,
      HttpRequest<?> request,
      String branch,
      @Body BranchForms.Change form) {
    var deed = Callers.deed(authentication, request);
    var project = find(deed.principal(), branch).project();
    return BranchForms.BranchForm.of(branches.note(deed, project, form::of));
  }

  /** By its id or by its project's reference, which look unlike each other. */
  private Branch find(UserId user, String branch) {
    return branch.indexOf('-') < 0
        ? branches.get(user, Reading.project(branch))
        : branches.get(user, Reading.branch(branch));
  }
}
