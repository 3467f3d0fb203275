//! Looking at what is set aside: for the shop's servers alone.

use super::{Engine, viewing};
use crate::domain::access::Principal;
use crate::domain::id::ParkedId;
use crate::domain::parked::Parked;
use crate::domain::time::Timestamp;
use crate::error::Error;
use crate::store::parked;
use crate::store::tables::Tables;
use crate::view::{Listed, Page, ParkedView};

impl Engine {
    /// What is set aside under this identifier, at the prices of then and with the promotions of now; none where nothing
    /// is, or where the principal is not a server of the shop.
    ///
    /// # Errors
    ///
    /// [`Error::Store`], and [`Error::TotalOutOfRange`] where promotions have made that of it.
    pub fn find_parked(
        &self,
        id: &ParkedId,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Option<ParkedView>, Error> {
        if *principal != Principal::Server {
            return Ok(None);
        }
        let tables = self.store.read()?;
        let Some(parked) = parked::find(&tables, id)? else { return Ok(None) };
        self.parked_view_of(&tables, parked, now).map(Some)
    }

    /// What is set aside, the last first; nothing where the principal is not a server of the shop.
    ///
    /// # Errors
    ///
    /// As for [`Engine::find_parked`].
    pub fn parked(
        &self,
        principal: &Principal,
        now: Timestamp,
        page: Page,
    ) -> Result<Listed<ParkedView>, Error> {
        if *principal != Principal::Server {
            return Ok(Listed { entries: Vec::new(), total: 0 });
        }
        let tables = self.store.read()?;
        let (parked, total) = parked::newest(&tables, page.offset, page.limit)?;
        let views = parked.into_iter().map(|parked| self.parked_view_of(&tables, parked, now));
        let entries = views.filter_map(viewing::left_out).collect::<Result<Vec<ParkedView>, Error>>()?;
        Ok(Listed { entries, total })
    }

    /// What was set aside of an [`Outcome`](crate::domain::apply::Outcome), with all that an answer is made of.
    ///
    /// # Errors
    ///
    /// As for [`Engine::find_parked`].
    pub fn view_parked(&self, parked: Parked, now: Timestamp) -> Result<ParkedView, Error> {
        self.parked_view_of(&self.store.read()?, parked, now)
    }

    fn parked_view_of(
        &self,
        tables: &impl Tables,
        parked: Parked,
        now: Timestamp,
    ) -> Result<ParkedView, Error> {
        viewing::view_parked(tables, self.promotions(), parked, now)
    }
}
