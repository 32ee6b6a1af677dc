/** What somebody does with their own account from the dashboard: second factors, the password. */
@NullMarked
package io.rickyard.gateway.account;

import org.jspecify.annotations.NullMarked;
