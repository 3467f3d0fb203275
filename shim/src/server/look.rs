//! Looking at what is stored, while the store may just have failed.

use std::time::Duration;

use hyper::StatusCode;
use trolley_engine::Error;
use trolley_engine::domain::cart::CartStatus;
use trolley_engine::env::IdForm;

use super::finished::{self, Glance, Seen};
use super::respond::{Service, log_error, no_panic};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Encode, Plan, Reply, Request, Response};
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
        let mut glance = self.glance(endpoint, &call, context);
        if let Some(response) = glance.as_ref().and_then(|glance| self.finished.find(glance, context)) {
            return Ok(response);
        }
        for pause in LOOK_AGAIN_AFTER {
            let reply = self.call(call, context.now, form).await;
            if let Err(error) = &reply {
                log_error(endpoint, error);
            }
            if !reply.as_ref().is_err_and(Error::is_outcome_unknown) {
                return self.finish(glance, context, reply, encode);
            }
            tokio::time::sleep(pause).await;
            // What is found after a failure is not kept.
            glance = None;
            match no_panic(|| (endpoint.route.decode)(request, context))? {
                Ok(plan) => (call, encode) = (plan.call, plan.encode),
                Err(response) => return Ok(response),
            }
        }
        no_panic(|| encode(context, Err(Error::Recovering)))
    }
    /// What a look whose answer may be given again depends on; none of another, and none while the cart is being changed.
    fn glance(&self, endpoint: &Endpoint, call: &Call, context: &Context) -> Option<Glance> {
        let (Call::Read { principal, cart, reuse } | Call::ReadStored { principal, cart, reuse }) = call
        else {
            return None;
        };
        let (reuse, epoch) = (reuse.clone()?, self.engine.epoch(cart)?);
        let key = finished::key(endpoint.route.path, (principal, cart.as_str()), &context.base_url);
        Some(Glance { key, epoch, reuse })
    }

    /// Makes the answer, and keeps it where it may be given again.
    fn finish(
        &self,
        glance: Option<Glance>,
        context: &Context,
        reply: Result<Reply, Error>,
        encode: Encode,
    ) -> Result<Response, Problem> {
        let kept = match (glance, &reply) {
            // One that was given up or checked out may be shown as another one each time.
            (Some(glance), Ok(Reply::Cart(Some(view)))) if view.cart.status == CartStatus::Active => {
                let ends = [view.same_until(context.now), (glance.reuse.until)(context, view)];
                Some((glance, ends.into_iter().flatten().min()))
            }
            _ => None,
        };
        let response = no_panic(|| encode(context, reply))?;
        if let Some((glance, until)) = kept.filter(|_| response.status == StatusCode::OK) {
            // A clock that was set meanwhile may have been looked at in between.
            let now = self.engine.counted(context.now);
            if Seen::new(context.now, now) == Seen::of(context) {
                self.finished.keep(glance, context, until, &response);
            }
        }
        Ok(response)
    }
}
