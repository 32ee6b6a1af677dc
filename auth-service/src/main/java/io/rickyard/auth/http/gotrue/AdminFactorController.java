package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.user.UserId;
import java.util.List;

/** Other people's second factors: the way back for who lost the app. */
@Controller("/admin/users/{id}/factors")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class AdminFactorController {

  private final Users users;
  private final Factors factors;
  private final Administration administration;

  AdminFactorController(Users users, Factors factors, Administration administration) {
    this.users = users;
    this.factors = factors;
    this.administration = administration;
  }

  @Get
  List<FactorForm> list(HttpRequest<?> request, String id) {
    administration.admit(request);
    return of(id).stream().map(FactorForm::of).toList();
  }

  @Delete("/{factor}")
  FactorForm remove(HttpRequest<?> request, String id, String factor) {
    var cause = administration.admit(request);
    var found = SecondFactors.find(of(id), factor);
    factors.remove(found, cause);
    return FactorForm.of(found);
  }

  private List<Factor> of(String id) {
    var user = new UserId(SecondFactors.id(id, "user_id"));
    return factors.of(users.find(user).orElseThrow(Administration::unknown).id());
  }
}
