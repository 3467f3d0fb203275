//! Looking at what is stored, while the store may just have failed.

use std::time::Duration;

use trolley_engine::Error;
use trolley_engine::env::IdForm;

use super::respond::{Service, log_error, no_panic};
use crate::dialects::Problem;
use crate::exchange::{Context, Plan, Request, Response};
use crate::router::Endpoint;

/// How long to wait before looking again at a store that has failed, each time.
const LOOK_AGAIN_AFTER: [Duration; 5] = [
    Duration::from_millis(5),
    Duration::from_millis(20),
    Duration::from_millis(75),
    Duration::from_millis(150),
    Duration::from_millis(250),
];

impl Service {
    /// Looks; where the store has just failed, again after a moment, because it is opened anew within one as a rule. What
    /// is only looked at has no outcome that could be unknown.
    pub(super) async fn look(
        &self,
        endpoint: &Endpoint,
        request: &Request,
        context: &Context,
        form: IdForm,
        plan: Plan,
    ) -> Result<Response, Problem> {
        let Plan { mut call, mut encode } = plan;
        for pause in LOOK_AGAIN_AFTER {
            let reply = self.call(call, context.now, form).await;
            if let Err(error) = &reply {
                log_error(endpoint, error);
            }
            if !reply.as_ref().is_err_and(Error::is_outcome_unknown) {
                return no_panic(|| encode(context, reply));
            }
            tokio::time::sleep(pause).await;
            match no_panic(|| (endpoint.route.decode)(request, context))? {
                Ok(plan) => (call, encode) = (plan.call, plan.encode),
                Err(response) => return Ok(response),
            }
        }
        no_panic(|| encode(context, Err(Error::Recovering)))
    }
}
